import pytest
from django.core.management.base import CommandError

from shop.management.commands.serve import parse_bind


@pytest.mark.parametrize(
    ("bind", "address"),
    [
        ("127.0.0.1:8000", ("127.0.0.1", 8000)),
        ("[::1]:8000", ("::1", 8000)),
        (":80", ("0.0.0.0", 80)),
        ("shop.example:8080", ("shop.example", 8080)),
    ],
)
def test_addresses(bind, address):
    assert parse_bind(bind) == address


@pytest.mark.parametrize("bind", ["", "8000", "localhost", "a:", "a:b", "a:0", "a:65536", "a:٣"])
def test_no_addresses(bind):
    with pytest.raises(CommandError, match="HOST:PORT"):
        parse_bind(bind)
