"""A real SMTP server on a free port of this machine, which does as it is told."""

import smtplib

import pytest
from aiosmtpd.controller import Controller


class Postbox:
    """Keeps what arrives. `answers` maps a recipient to what the server says to it; `after_data`
    is what it says to a mail it has read."""

    def __init__(self) -> None:
        self.letters, self.connections = [], 0
        self.answers: dict[str, str] = {}
        self.after_data = "250 OK"

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1  # each client says EHLO once
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.after_data.startswith("250"):
            self.letters.append(envelope)
        return self.after_data


class Door(Controller):
    """Listens on a port that the system chose."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        with smtplib.SMTP(self.hostname, self.port) as client:
            client.noop()


@pytest.fixture
def postbox(settings):
    box = Postbox()
    door = Door(box, hostname="127.0.0.1", port=0)
    door.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = door.hostname, door.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    box.door = door
    yield box
    door.stop()
