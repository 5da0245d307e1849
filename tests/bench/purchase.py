"""Server CPU of a whole purchase without JavaScript, from the landing to the order page.

Run: python -m tests.bench.purchase [how many]
"""

import re
import sys

import httpx

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
    }
    with httpx.Client(base_url=url, headers=headers, follow_redirects=True) as client:
        page = client.get("/").text
        variant = re.search(r'name="variant" value="(\d+)"', page)[1]

        def post(path: str, data: dict) -> httpx.Response:
            token = client.cookies["csrftoken"]
            answer = client.post(path, data={**data, "csrfmiddlewaretoken": token})
            answer.raise_for_status()
            return answer

        post("/cart/lines/", {"variant": variant, "quantity": 1})
        client.get("/checkout/order/").raise_for_status()
        post("/checkout/order/", {})
        post("/checkout/delivery/", {**ADDRESS, "email": f"buyer{number}@example.com"})
        done = post("/checkout/payment/", {"payment_method": "cash_on_delivery"})
        if "/orders/" not in str(done.url):
            raise SystemExit(f"no order: {done.url}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with served() as (url, pid):
        for number in range(10):  # warm
            buy(url, number)
        before = cpu_seconds(pid)
        for number in range(10, 10 + count):
            buy(url, number)
        spent = (cpu_seconds(pid) - before) / count
    print(f"{spent * 1000:.1f} ms of server CPU a purchase ({count} purchases, worker included)")


if __name__ == "__main__":
    main()
