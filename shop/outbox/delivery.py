"""Queueing mails, and delivering what is due."""

import logging
import random
import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from shop.lib.text import clean
from shop.outbox.models import Message

logger = logging.getLogger(__name__)

# Waits of 1, 3, 9, 27, 81, 243 and 360 minutes: eight attempts outlast a night without a server.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)


@dataclass(frozen=True)
class Mail:
    """What a writer hands over. `reply_to` is an address, or empty."""

    subject: str
    text: str
    html: str
    reply_to: str = ""


Writer = Callable[[Message], Mail]


def queue(
    kind: str,
    *,
    to: str,
    key: str,
    reference: str = "",
    language: str = "en",
    due_at: datetime | None = None,
) -> bool:
    """Queue a mail, once per `key`. True if this call queued it.

    Inside a transaction the mail is queued when that commits; a second call with the same key
    does no harm to it (the insert has a savepoint of its own).
    """
    _message, made = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "to": to,
            "reference": reference,
            "language": language,
            "due_at": due_at or timezone.now(),
        },
    )
    return made


def deliver_due(
    writers: Mapping[str, Writer], *, limit: int = 50, stop: Callable[[], bool] = lambda: False
) -> int:
    """Send up to `limit` due mails over one connection. Returns how many were sent.

    Each is claimed right before it is sent, so that a lease covers one mail only. `stop` is asked
    before each. A mail that fails is tried again later; after `MAIL_ATTEMPTS`, or at once when the
    server refuses its recipient, it is parked. Raises nothing but errors of the database.
    """
    sent = 0
    connection = get_connection()
    due = Message.objects.due().order_by("due_at", "id")[:limit]
    try:
        for message in list(due):
            if stop():
                break
            if not claim(message):
                continue
            try:
                subject = _send(message, writers, connection)
            except Exception as error:
                # After an error nobody knows what state the conversation is in.
                _close(connection)
                _put_off(message, error)
                if _is_outage(error):
                    break
                continue
            _mark_sent(message, subject)
            sent += 1
    finally:
        _close(connection)
    return sent


def claim(message: Message) -> bool:
    """Take the lease on a due message; False if another worker was faster.

    The attempt is counted here, so that a mail which kills its worker counts, too.
    """
    until = timezone.now() + settings.MAIL_LEASE
    as_read = Message.objects.due().filter(pk=message.pk, attempts=message.attempts)
    if not as_read.update(leased_until=until, attempts=F("attempts") + 1):
        return False
    message.leased_until, message.attempts = until, message.attempts + 1
    if message.attempts > settings.MAIL_ATTEMPTS:
        _park(message, message.error or "The worker died each time it took this mail.")
        return False
    return True


def _send(message: Message, writers: Mapping[str, Writer], connection: BaseEmailBackend) -> str:
    if message.kind not in writers:
        raise LookupError(f"Nobody writes mails of the kind {message.kind!r}.")
    mail = writers[message.kind](message)
    letter = letter_of(message, mail, connection)
    connection.open()
    letter.send()
    return letter.subject


def _mark_sent(message: Message, subject: str) -> None:
    """Whoever holds the lease by now: the server has this mail."""
    Message.objects.filter(pk=message.pk).update(
        sent_at=timezone.now(), subject=subject, leased_until=None, parked_at=None, error=""
    )


def letter_of(
    message: Message, mail: Mail, connection: BaseEmailBackend | None = None
) -> EmailMultiAlternatives:
    """The e-mail to send. Its Message-ID is the row's own, so that a mail sent again after a
    crash can be recognised as the same."""
    letter = EmailMultiAlternatives(
        subject=clean(mail.subject)[:250],
        body=mail.text,
        to=[message.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        connection=connection,
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    )
    if mail.html:
        letter.attach_alternative(mail.html, "text/html")
    return letter


def message_id(message: Message) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    token = salted_hmac("shop.outbox", message.key, algorithm="sha256").hexdigest()[:32]
    return f"<{token}@{domain or urlsplit(settings.SITE_URL).hostname}>"


def _put_off(message: Message, error: Exception) -> None:
    logger.warning("Mail %s (%s) failed: %r", message.pk, message.kind, error)
    if _is_refusal(error) or message.attempts >= settings.MAIL_ATTEMPTS:
        _park(message, _words(error))
        return
    _held(message).update(
        leased_until=None, due_at=timezone.now() + wait(message.attempts), error=_words(error)
    )


def _park(message: Message, error: str) -> None:
    logger.error("Mail %s (%s) is parked.", message.pk, message.kind)
    _held(message).update(leased_until=None, parked_at=timezone.now(), error=error)


def _held(message: Message):
    """The row, as long as our lease on it stands and nobody has sent it."""
    return Message.objects.filter(
        pk=message.pk, leased_until=message.leased_until, sent_at=None, parked_at=None
    )


def wait(attempts: int) -> timedelta:
    """How long to wait after so many attempts: three times as long each time, ± 20 %."""
    longest = min(FIRST_WAIT * 3 ** min(attempts - 1, 9), LONGEST_WAIT)
    return longest * random.uniform(0.8, 1.2)  # noqa: S311 (spreads retries, no secret)


def _is_refusal(error: Exception) -> bool:
    """Whether the server said for good (5xx) that this mail can't be delivered."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    # anymail is an extra; its class for the same thing is known by name only.
    return type(error).__name__ == "AnymailRecipientsRefused"


def _is_outage(error: Exception) -> bool:
    """Whether the server itself is away or sent us away: the next mail would fare no better."""
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return False
    return isinstance(error, OSError)  # sockets, DNS, TLS and the rest of smtplib


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = error.recipients.values()
        return "; ".join(f"{code} {text.decode(errors='replace')}" for code, text in answers)[:1000]
    return clean(f"{type(error).__name__}: {error}")[:1000]


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except Exception:
        logger.warning("The mail connection did not close.", exc_info=True)
