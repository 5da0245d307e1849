"""The journal in the reader's language. It is written in English, once and for all; what the shop
itself writes is one of SENTENCES, by which it is put into other words when it is shown."""

import re
from functools import lru_cache

from django.utils.translation import gettext, gettext_noop

SENTENCES = (
    gettext_noop("Placed, to be paid by %(how)s"),
    gettext_noop("Placed, nothing to pay"),
    gettext_noop("To be paid by %(how)s now"),
    gettext_noop("Paid"),
    gettext_noop("Marked as paid"),
    gettext_noop("Paid after its hold had run out; its stock was still there"),
    gettext_noop("Payment %(state)s: %(why)s"),
    gettext_noop("Held for your look: %(why)s"),
    gettext_noop("Looked at and released"),
    gettext_noop("Cancelled"),
    gettext_noop("Came back unpaid"),
    gettext_noop("Not paid in time"),
    gettext_noop("Shipped"),
    gettext_noop("Shipped %(how)s"),
    gettext_noop("Refunded."),
    gettext_noop("Refunded, to be given back by hand."),
    gettext_noop("Refunded, to be given back by hand. %(why)s"),
    gettext_noop("Refunded. %(why)s"),
    gettext_noop("The refund failed: %(why)s"),
    gettext_noop("Mail sent again: %(what)s"),
    gettext_noop("The buyer’s data was erased"),
    gettext_noop("%(amount)s given back at Stripe, outside the shop"),
    gettext_noop("The buyer's bank disputes %(amount)s: %(why)s"),
    gettext_noop("The dispute about %(amount)s ended: %(result)s"),
    # Why it was held, paid back, or refused.
    gettext_noop("%(amount)s came in, not %(total)s"),
    gettext_noop("Paid twice, the second time as %(number)s"),
    gettext_noop("Paid after the order had ended"),
    gettext_noop("the refund came back, give the money back another way"),
    gettext_noop("money that came too late could not be given back"),
    gettext_noop("Stripe received %(amount)s, which this shop can't count"),
    gettext_noop("Stripe's payment %(number)s names the order %(order)s"),
    # How, and what of.
    gettext_noop("card"),
    gettext_noop("bank transfer"),
    gettext_noop("cash on delivery"),
    gettext_noop("failed"),
    gettext_noop("canceled"),
)


@lru_cache
def _patterns() -> list[tuple[re.Pattern, str]]:
    """Each sentence with what it looks like when it is filled in."""
    return [
        (re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(words)), re.S), words)
        for words in SENTENCES
    ]


def in_words(text: str) -> str:
    """`"Placed, to be paid by card"` in the active language; what nobody knows stays as it is."""
    for pattern, sentence in _patterns():
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            return gettext(sentence) % {name: _part(name, said) for name, said in parts.items()}
    return text


def _part(name: str, said: str) -> str:
    """A mail's kind has its word in the catalogue; other parts may be sentences themselves."""
    return gettext(said) if name == "what" else in_words(said)
