import socket

import pytest
from django.core.management.base import CommandError

from shop.management.commands.serve import parse_bind, refuse_taken_port


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


def listening(*, shared: bool) -> socket.socket:
    """A server on a port of its own; `shared` as granian's are, which let others join."""
    server = socket.socket()
    if shared:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    server.bind(("127.0.0.1", 0))
    server.listen()
    return server


@pytest.mark.parametrize("shared", [True, False])
def test_a_port_where_another_shop_runs_is_refused(shared):
    with listening(shared=shared) as server:
        port = server.getsockname()[1]
        for host in ("127.0.0.1", "0.0.0.0"):
            with pytest.raises(CommandError, match=f"{host}:{port}: Address already in use"):
                refuse_taken_port(host, port)
    refuse_taken_port("127.0.0.1", port)


def test_a_host_that_is_not_here_is_refused():
    with pytest.raises(CommandError, match=r"served at 192\.0\.2\.1:8000"):
        refuse_taken_port("192.0.2.1", 8000)
