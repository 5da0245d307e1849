"""A person's browser for the simulation: Django's test client behind real cookies, real forms and
real headers. It reads tokens and fields from the pages that it was given, like any other."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
MOST_REDIRECTS = 5


@dataclass
class Form:
    """A form as it stands on a page: where it goes and what it would send."""

    action: str = ""
    htmx: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def read(cls, markup: str) -> "Form":
        reader = FormReader(cls())
        reader.feed(markup)
        return reader.form


class FormReader(HTMLParser):
    """Fills a Form from its markup."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self.inside = ""  # the name of the <select> or <textarea> around

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = dict(attributes)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.form.action, self.form.htmx = given.get("action", ""), "hx-post" in given
        elif tag == "button" and name:
            self.form.buttons.append((name, value))
        elif tag in ("select", "textarea"):
            self.inside = name
            self.form.fields[name] = ""
        elif tag == "option" and ("selected" in given or not self.form.fields[self.inside]):
            self.form.fields[self.inside] = value
        elif tag == "input" and name:
            self._input(name, value, given)

    def _input(self, name: str, value: str, given: dict) -> None:
        if given.get("type") not in ("radio", "checkbox"):
            self.form.fields[name] = value
            return
        if "disabled" not in given:
            self.form.choices.setdefault(name, []).append(value)
        if "checked" in given:
            self.form.fields[name] = value or "on"

    def handle_data(self, data: str) -> None:
        if self.inside in self.form.fields and self.lasttag == "textarea":
            self.form.fields[self.inside] += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self.inside = ""


@dataclass(frozen=True)
class Page:
    """What the browser shows: an address (after redirects), a status and the HTML. `opened`: it
    came by a GET, not as the answer to what was posted."""

    path: str
    opened: bool
    status: int
    text: str

    def forms(self, action: str) -> list[Form]:
        found = (Form.read(markup) for markup in FORM.findall(self.text) if action in markup)
        return [form for form in found if form.action == action]

    @property
    def token(self) -> str:
        """The signed name of this page view that beacons carry."""
        found = re.search(r'(?:<meta name="visit" content|data-visit)="([^"]+)"', self.text)
        return html.unescape(found[1]) if found else ""


class Browser:
    """Cookies, an address, a user agent. `scripts`: JavaScript (htmx and our own) runs."""

    def __init__(
        self, handler: ClientHandler, *, address: str, agent: str, scripts: bool, **headers: str
    ) -> None:
        site = urlsplit(settings.SITE_URL)
        self.scripts = scripts
        self.address = address
        self.secure = site.scheme == "https"
        sent = {"user-agent": agent, "x-forwarded-proto": site.scheme, **headers}
        self.client = Client(headers=sent, REMOTE_ADDR=address, SERVER_NAME=site.hostname)
        self.client.handler = handler
        self.page: Page | None = None

    def get(self, address: str, *, referrer: str = "", **headers: str) -> Page:
        """Open an address as a whole page."""
        sent = {"referer": referrer, **headers} if referrer else headers
        return self._arrive(address, self._client_get(address, sent), sent)

    def swap(self, address: str) -> Page:
        """Follow a link that htmx takes over; without scripts it is a plain one."""
        sent = self._htmx() if self.scripts else {}
        return self._arrive(address, self._client_get(address, sent), sent)

    def submit(self, form: Form, *, button: tuple[str, str] | None = None, **typed: str) -> Page:
        """Send a form as it stands, but for what was `typed` (a None leaves a field out)."""
        values = {**form.fields, **typed, **dict([button] if button else [])}
        values = {name: value for name, value in values.items() if value is not None}
        sent = {"origin": settings.SITE_URL}
        sent |= self._htmx() if self.scripts and form.htmx else {}
        answer = self.client.post(form.action, values, headers=sent, secure=self.secure)
        return self._arrive(form.action, answer, sent, opened=False)

    def beacon(self, content: dict) -> int:
        """Post a beacon like funnel.js; returns the answer's status."""
        answer = self.client.post(
            "/funnel/events/", content, content_type="application/json", secure=self.secure
        )
        return answer.status_code

    def _client_get(self, address: str, headers: dict[str, str]) -> HttpResponse:
        return self.client.get(address, headers=headers, secure=self.secure)

    def _htmx(self) -> dict[str, str]:
        return {"hx-request": "true", "hx-current-url": settings.SITE_URL + self.page.path}

    def _arrive(self, address: str, answer: HttpResponse, headers: dict, *, opened=True) -> Page:
        """Follow redirects: the script's own stay with it, `HX-Redirect` opens a whole page."""
        for _ in range(MOST_REDIRECTS):
            self._drop_cookies()
            if "HX-Redirect" in answer:
                address, headers = answer["HX-Redirect"], {}
            elif answer.status_code in (301, 302, 303):
                address = answer["Location"]
            else:
                break
            answer, opened = self._client_get(address, headers), True
        path = urlsplit(address).path
        self.page = Page(path, opened, answer.status_code, answer.content.decode())
        return self.page

    def _drop_cookies(self) -> None:
        """Forget what the site took back; the test client would go on sending it."""
        for name in [name for name, cookie in self.client.cookies.items() if not cookie.value]:
            del self.client.cookies[name]
