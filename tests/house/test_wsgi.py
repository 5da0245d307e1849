"""What reaches Django before any middleware does: through the very callable that is served."""

from io import BytesIO

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import RequestFactory

from shop.wsgi import application

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _connection_of_the_test():
    """A request begins by closing old connections; this one holds the test's transaction."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def answer(path="/healthz", method="GET", body=b"", **environ) -> str:
    """The status line's code."""
    found = []
    asked = RequestFactory()._base_environ(
        PATH_INFO=path,
        REQUEST_METHOD=method,
        SERVER_NAME="127.0.0.1",
        CONTENT_LENGTH=str(len(body)),
        **{"wsgi.input": BytesIO(body), **environ},
    )
    b"".join(application(asked, lambda status, headers, *rest: found.append(status)))
    return found[0][:3]


@pytest.mark.parametrize(
    "charset", ["rot13", "base64", "undefined", "unicode_escape", '"rot13"', "utf-16"]
)
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_charset_of_a_strangers_choice(charset, kind):
    asked = {"CONTENT_TYPE": f"{kind}; charset={charset}", "QUERY_STRING": "a=1"}
    assert answer(**asked) == "200"
    consent = b"next=/%5cud800&answer=yes"
    assert answer("/funnel/consent/", "POST", consent, **asked)[0] in "34"


def test_many_fields_and_a_charset():
    many = "&".join(["a"] * 2100)
    assert answer(CONTENT_TYPE="text/plain; charset=utf-8", QUERY_STRING=many) == "200"


def test_a_form_in_parts_keeps_its_boundary():
    body = b'--x\r\nContent-Disposition: form-data; name="code"\r\n\r\nNOPE\r\n--x--\r\n'
    kind = "multipart/form-data; charset=rot13; boundary=x"
    assert answer("/cart/coupon/", "POST", body, CONTENT_TYPE=kind) == "403"  # no token: read
