"""Lighthouse on the demo's page as `serve` gives it, on an emulated phone: the median of three.

Run: python -m tests.bench.lighthouse [address]     (needs Node's `npx` and Debian's chromium)
Without an address it serves a demo shop of its own. The steps of the checkout are looked at with a
cart, for accessibility alone. Exit 1 where a target is missed.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.bench.served import served

RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
STEPS = ("/cart/", "/checkout/order/", "/checkout/delivery/", "/checkout/payment/")
# What is measured, the worst that is good enough, and in which direction.
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST = {"LCP ms": 1500, "CLS": 0.01, "TBT ms": 50, "bytes": 300_000, "script bytes": 24_000}
ADDRESS = {
    "email": "ben@example.com",
    "name": "Ben Lin",
    "phone": "0912 345 678",
    "country": "TW",
    "postal_code": "600",
    "city": "Chiayi City",
    "address": "1 Minzu Road",
}


def lighthouse(url: str, *categories: str, cookies: str = "") -> dict:
    """One run's report."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        options = [f"--only-categories={','.join(categories)}", f"--output-path={file}"]
        if cookies:
            options.append(f"--extra-headers={json.dumps({'Cookie': cookies})}")
        command = ["npx", "--yes", "lighthouse", url, "--output=json", "--quiet", *options]
        chromium = shutil.which("chromium") or ""
        environment = {**os.environ, "CHROME_PATH": chromium}
        subprocess.run([*command, f"--chrome-flags={FLAGS}"], check=True, env=environment)
        return json.loads(file.read_text())


def figures(report: dict) -> dict[str, float]:
    """Scores in per cent, times in milliseconds, bytes as they were sent."""
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]
    scripts = [one for one in requests if one.get("resourceType") == "Script"]
    names = {"LCP ms": "largest-contentful-paint", "CLS": "cumulative-layout-shift"}
    names["TBT ms"] = "total-blocking-time"
    return {
        **{name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES},
        **{name: round(audits[audit]["numericValue"], 3) for name, audit in names.items()},
        "bytes": sum(one.get("transferSize", 0) for one in requests),
        "script bytes": sum(one.get("transferSize", 0) for one in scripts),
    }


def failures(report: dict) -> list[str]:
    """The titles of what cost points."""
    weighted = (ref for one in report["categories"].values() for ref in one["auditRefs"])
    ids = {ref["id"] for ref in weighted if ref["weight"]}
    audits = (report["audits"][name] for name in sorted(ids))
    return [
        f"{audit['id']}: {audit.get('displayValue') or audit['title']}"
        for audit in audits
        if audit["score"] is not None and audit["score"] < 0.95
    ]


def missed(found: dict[str, float]) -> list[str]:
    low = [name for name, least in LEAST.items() if name in found and found[name] < least]
    return low + [name for name, most in MOST.items() if name in found and found[name] > most]


def with_cart(url: str) -> str:
    """Cookies of a buyer who stands before step 3."""
    headers = {"User-Agent": "Mozilla/5.0 (iPhone) Mobile", "Origin": url}
    with httpx.Client(base_url=url, headers=headers) as buyer:
        variant = re.search(r'name="variant" value="(\d+)"', buyer.get("/").text)[1]
        buyer.post("/cart/lines/", data={"variant": variant, "quantity": 1})
        html = buyer.get("/checkout/order/").text
        token = {"csrfmiddlewaretoken": re.search(r'token" value="(\w+)"', html)[1]}
        buyer.post("/checkout/order/", data=token)
        buyer.post("/checkout/delivery/", data={**token, **ADDRESS})
        return "; ".join(f"{name}={value}" for name, value in buyer.cookies.items())


def page(url: str) -> list[str]:
    """Look at the page; returns what missed its target."""
    runs = []
    for _ in range(RUNS):
        report = lighthouse(url, *CATEGORIES)
        runs.append(figures(report))
        print("  ".join(f"{name} {value:g}" for name, value in runs[-1].items()), flush=True)
        for failure in failures(report):
            print(f"    {failure}")
    found = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    print("median:  " + "  ".join(f"{name} {value:g}" for name, value in found.items()))
    return missed(found)


def steps(url: str) -> Iterator[str]:
    """Look at the checkout; yields the steps that are less than accessible to all."""
    cookies = with_cart(url)
    for path in STEPS:
        report = lighthouse(url + path, "accessibility", cookies=cookies)
        score = round(100 * report["categories"]["accessibility"]["score"])
        arrived = report["finalDisplayedUrl"].removeprefix(url)
        print(f"{path}  accessibility {score}", flush=True)
        for failure in failures(report):
            print(f"    {failure}")
        if score < 100 or arrived != path:
            yield f"{path} ({arrived})"


def look(url: str) -> list[str]:
    return [*page(f"{url}/"), *steps(url)]


def main() -> None:
    if len(sys.argv) > 1:
        wrong = look(sys.argv[1].rstrip("/"))
    else:
        with served() as (url, _pid):
            wrong = look(url)
    raise SystemExit(f"missed: {', '.join(wrong)}" if wrong else 0)


if __name__ == "__main__":
    main()
