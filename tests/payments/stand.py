"""Stripe's stand-in for tests: `localstripe` as a process of its own, and before it a small
server that adds what it lacks: idempotency keys, `amount_received`, answers that get lost, other
facts than it knows, and a script for the browser."""

import json
import queue
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import httpx
import pytest

SECRET_KEY = "sk_test_loudou"
WEBHOOK_SECRET = "whsec_loudou"
GOOD, DECLINED, DECLINED_BY_BANK = "4242424242424242", "4000000000000002", "4000000000000341"
SCRIPT = Path(__file__).with_name("fake_stripe.js")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(handler: type[BaseHTTPRequestHandler], **state):
    """A small server of our own on a free port, for as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    vars(server).update(state)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words) -> None:
        pass

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)


class Proxy(Quiet):
    """Stripe as the shop and the browser see it."""

    def do_GET(self) -> None:
        if self.path == "/v3/":
            return self.answer(200, SCRIPT.read_bytes(), "text/javascript")
        return self.pass_on(b"")

    def do_POST(self) -> None:
        body = self.body()
        if self.path == "/confirm":
            wish = json.loads(body)
            found = self.server.stand.confirm(wish["secret"].split("_secret_")[0], wish["number"])
            return self.answer(found.status_code, found.content)
        return self.pass_on(body)

    def pass_on(self, body: bytes) -> None:
        stand, key = self.server.stand, self.headers.get("Idempotency-Key", "")
        stand.asked.append((self.command, self.path, dict(parse_qsl(body.decode())), key))
        if stand.broken:
            return self.answer(stand.broken, b'{"error": {"message": "secret details"}}')
        with stand.one_by_one:
            status, found = stand.kept.get(key) or stand.send(self.command, self.path, body)
            if self.command == "POST" and key:
                stand.kept[key] = status, found
        if self.command == "POST" and stand.lost:
            stand.lost -= 1
            self.close_connection = True
            return None
        return self.answer(status, json.dumps(stand.as_told(found)).encode())


class Receiver(Quiet):
    """Takes localstripe's webhooks: keeps them for the test, or passes them on to a shop."""

    def do_POST(self) -> None:
        body, signature = self.body(), self.headers["Stripe-Signature"]
        if self.server.shop:
            headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
            found = httpx.post(self.server.shop, content=body, headers=headers, timeout=30)
            self.server.answers.put((body, found.status_code))
        else:
            self.server.events.put((body, signature))
        self.answer(200, b"")


class Stand:
    """`url` is Stripe's address. Set `lost` (how many answers never arrive), `broken` (a status
    for all), `refund_status` (of every refund), `facts` (`{id: {field: value}}`, told instead of
    what localstripe knows)."""

    def __init__(self, localstripe: str, receiver) -> None:
        self.api = httpx.Client(base_url=localstripe, auth=(SECRET_KEY, ""), timeout=10)
        self.receiver = receiver
        self.one_by_one = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.lost, self.broken, self.refund_status = 0, 0, ""
        self.facts, self.kept, self.asked = {}, {}, []
        self.receiver.shop, self.receiver.events = "", queue.Queue()
        self.receiver.answers = queue.Queue()

    def send(self, method: str, path: str, body: bytes = b"") -> tuple[int, dict]:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        found = self.api.request(method, path, content=body, headers=headers)
        return found.status_code, found.json()

    def as_told(self, found: dict) -> dict:
        if found.get("object") == "payment_intent":
            paid = found["amount"] if found["status"] == "succeeded" else 0
            found = {**found, "amount_received": paid}
        if found.get("object") == "refund" and self.refund_status:
            found = {**found, "status": self.refund_status}
        return {**found, **self.facts.get(found.get("id"), {})}

    def confirm(self, intent: str, number: str = GOOD) -> httpx.Response:
        """What Stripe's own script does for a buyer who typed this card number."""
        if number == DECLINED:
            error = {"code": "card_declined", "message": "Your card was declined."}
            return httpx.Response(402, json={"error": error})
        card = {"number": number, "exp_month": 12, "exp_year": 2040, "cvc": "123"}
        method = self.api.post("/v1/payment_methods", json={"type": "card", "card": card})
        if method.status_code != 200:
            return method
        chosen = {"payment_method": method.json()["id"]}
        self.api.post(f"/v1/payment_intents/{intent}", json=chosen).raise_for_status()
        return self.api.post(f"/v1/payment_intents/{intent}/confirm", json={})

    def status(self, intent: str) -> str:
        return self.api.get(f"/v1/payment_intents/{intent}").json()["status"]

    def send_webhooks_to(self, shop: str) -> None:
        """Deliver webhooks to a running shop from now on; see `next_answer`."""
        self.receiver.shop = shop + "/payments/stripe/webhook/"

    def next_event(self, intent: str) -> tuple[bytes, str]:
        """The raw bytes and signature of an intent's next webhook (localstripe takes a second)."""
        return self._next(self.receiver.events, intent)

    def next_answer(self, intent: str) -> int:
        """The shop's answer to an intent's next webhook that was delivered to it."""
        return self._next(self.receiver.answers, intent)[1]

    def _next(self, posts: queue.Queue, intent: str) -> tuple:
        while True:  # the test before may have left some behind
            found = posts.get(timeout=15)
            if json.loads(found[0])["data"]["object"]["id"] == intent:
                return found


@contextmanager
def localstripe(folder: Path):
    """The process, ended by its own number."""
    port = free_port()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"],
            stdout=log,
            stderr=log,
            cwd=folder,
        )
    try:
        transport = httpx.HTTPTransport(retries=8)  # with a growing pause between them
        with httpx.Client(transport=transport) as client:
            client.get(f"http://127.0.0.1:{port}/js.stripe.com/v3/", timeout=30)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="session")
def running_stand(tmp_path_factory):
    with localstripe(tmp_path_factory.mktemp("localstripe")) as url, served(Receiver) as receiver:
        stand = Stand(url, receiver)
        stand.api.post(
            "/_config/webhooks/shop",
            json={
                "url": f"http://127.0.0.1:{receiver.server_port}/",
                "secret": WEBHOOK_SECRET,
                "events": ["payment_intent.succeeded", "payment_intent.payment_failed"],
            },
        ).raise_for_status()
        with served(Proxy, stand=stand) as proxy:
            stand.url = f"http://127.0.0.1:{proxy.server_port}"
            yield stand


@pytest.fixture
def stripe(running_stand, settings):
    """A shop that takes cards, with Stripe's stand-in behind it (for browsers too)."""
    running_stand.forget()
    settings.STRIPE_SECRET_KEY = SECRET_KEY
    settings.STRIPE_PUBLISHABLE_KEY = "pk_test_loudou"
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    settings.STRIPE_API_BASE = running_stand.url
    settings.STRIPE_JS_URL = running_stand.url + "/v3/"
    settings.STRIPE_PAYMENT_METHOD_TYPES = ["card"]
    return running_stand
