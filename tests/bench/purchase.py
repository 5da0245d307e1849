"""Server CPU of a whole purchase without JavaScript, from the landing to the order page: ten
requests, each form sent with all that a browser would send. The worker and its mail are counted in.

Run: python -m tests.bench.purchase [how many]
"""

import sys

import httpx

from shop.demo.browser import FORM, Form
from tests.bench.served import cpu_seconds, served

ADDRESS = {
    "email": "ben@example.com",
    "name": "Ben Lin",
    "phone": "0912345678",
    "postal_code": "600",
    "city": "Chiayi City",
    "address": "1 Minzu Road",
}


def buy(url: str, number: int) -> None:
    """One buyer with cookies of their own; every answer is followed to its page."""
    headers = {
        "user-agent": "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148",
        "x-forwarded-for": f"10.1.{number // 256}.{number % 256}",
        "referer": url,
        "origin": url,
    }
    with httpx.Client(base_url=url, headers=headers, follow_redirects=True) as client:

        def send(page: httpx.Response, action: str, **typed: str) -> httpx.Response:
            forms = (Form.read(markup) for markup in FORM.findall(page.text))
            form = next(form for form in forms if form.action == action)
            answer = client.post(action, data={**form.fields, **typed})
            answer.raise_for_status()
            return answer

        send(client.get("/"), "/cart/lines/")
        page = send(client.get("/checkout/order/"), "/checkout/order/")
        address = {**ADDRESS, "email": f"buyer{number}@example.com"}
        page = send(page, "/checkout/delivery/", **address)
        page = send(page, "/checkout/payment/", payment_method="cash_on_delivery")
        if "/orders/" not in str(page.url):
            raise SystemExit(f"no order: {page.url}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with served() as (url, pid):
        for number in range(10):  # warm
            buy(url, number)
        before, client = cpu_seconds(pid), httpx.Client(base_url=url)
        for _ in range(count * 10):
            client.get("/healthz")
        empty = (cpu_seconds(pid) - before) / count / 10
        before = cpu_seconds(pid)
        for number in range(10, 10 + count):
            buy(url, number)
        spent = (cpu_seconds(pid) - before) / count
    print(
        f"{spent * 1000:.1f} ms of server CPU a purchase ({count} purchases, worker included); "
        f"an empty view: {empty * 1000:.2f} ms, 1:{spent / empty:.0f}"
    )


if __name__ == "__main__":
    main()
