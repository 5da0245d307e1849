"""Requests/s of the landing, its visit recorded durably, as a share of an empty view's.

Run: python -m tests.bench.landing [seconds]     (needs `wrk`, Debian's package)
Both are served by `serve` with two workers, in turn, in one run.
"""

import re
import statistics
import subprocess
import sys
import tempfile

from tests.bench.served import served

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
# A new visitor with each request: the funnel opens a journey for each.
NEW_VISITORS = """
local n = 0
request = function()
  n = n + 1
  wrk.headers["User-Agent"] = "%s"
  local a, b, c = n / 65536 %% 256, n / 256 %% 256, n %% 256
  wrk.headers["X-Forwarded-For"] = string.format("10.%%d.%%d.%%d", a, b, c)
  return wrk.format("GET", nil)
end
"""


def rate(url: str, seconds: int, script: str = "") -> float:
    """Requests/s that eight connections get; raises if any answer was no success."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "-H", f"User-Agent: {PHONE}"]
        said = subprocess.run(
            [*command, *(["-s", file.name] if script else []), url],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    if "Non-2xx" in said:
        raise SystemExit(said)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with served() as (url, _pid):
        runs = []
        for _ in range(3):
            empty = rate(f"{url}/healthz", seconds)
            same = rate(f"{url}/", seconds)
            new = rate(f"{url}/", seconds, NEW_VISITORS % PHONE)
            runs.append((same / empty, new / empty))
            print(
                f"empty view {empty:7.0f}/s   landing again {same:6.0f}/s = {same / empty:.1%}"
                f"   new visitors {new:6.0f}/s = {new / empty:.1%}",
                flush=True,
            )
    again, new = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"median: landing again {again:.1%}, new visitors {new:.1%} of the empty view")


if __name__ == "__main__":
    main()
