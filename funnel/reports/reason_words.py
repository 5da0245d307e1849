"""What a recorded reason means in an owner's words; a code that nobody explained stays as it is."""

from django.core.cache import cache
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ..details import FIELDS, DetailName
from ..ledger import ledger

KNOWN_FOR = 60  # seconds

# Kinds of a field's error, as forms name them.
ERRORS = {
    "required": _("left empty"),
    "invalid": _("not accepted as written"),
    "invalid_choice": _("not one of the choices"),
    "max_length": _("too long"),
    "link": _("holds a link"),
    "unreachable": _("no delivery there"),
    "mismatch": _("doesn't fit the rest of the address"),
    "not_whole": _("no whole number"),
    "out_of_range": _("too few or too many"),
}
COUPONS = {
    "unknown": _("No such code, or not yet valid"),
    "expired": _("The code has expired"),
    "used_up": _("The code was used up"),
    "used_by_you": _("The buyer had used it before"),
    "spend_more": _("It needs a larger order"),
    "other_products": _("It is for other products"),
    "free_already": _("Delivery was free already"),
    "one_only": _("There was a code in the cart already"),
    "too_often": _("Too many codes were tried"),
}
CHANGES = {
    "price": _("A price"),
    "quantity": _("How many can be had"),
    "coupon": _("What the coupon gives"),
    "delivery": _("The delivery price"),
    "window": _("The cart, in another window"),
}
# https://docs.stripe.com/declines/codes
DECLINES = {
    "generic_decline": _("The bank gave no reason"),
    "card_declined": _("The bank gave no reason"),
    "do_not_honor": _("The bank gave no reason"),
    "insufficient_funds": _("Not enough money on the card"),
    "card_velocity_exceeded": _("The card's limit was reached"),
    "withdrawal_count_limit_exceeded": _("The card's limit was reached"),
    "lost_card": _("The card was reported lost"),
    "stolen_card": _("The card was reported stolen"),
    "expired_card": _("The card has expired"),
    "incorrect_cvc": _("Wrong security code"),
    "invalid_cvc": _("Wrong security code"),
    "incorrect_number": _("Wrong card number"),
    "invalid_number": _("Wrong card number"),
    "invalid_expiry_month": _("Wrong expiry date"),
    "invalid_expiry_year": _("Wrong expiry date"),
    "incorrect_zip": _("The postal code is not the card's"),
    "authentication_required": _("The bank asks the buyer to confirm"),
    "payment_intent_authentication_failure": _("The buyer did not confirm with the bank"),
    "card_not_supported": _("The card can't be used for this"),
    "currency_not_supported": _("The card can't pay in this currency"),
    "transaction_not_allowed": _("The card can't be used for this"),
    "call_issuer": _("The buyer has to ask the bank"),
    "pickup_card": _("The card is blocked"),
    "restricted_card": _("The card is blocked"),
    "fraudulent": _("Held to be fraud"),
    "highest_risk_level": _("Held to be fraud"),
    "duplicate_transaction": _("The same payment was made a moment ago"),
    "issuer_not_available": _("The bank could not be reached"),
    "processing_error": _("Something failed at the bank"),
    "try_again_later": _("Something failed at the bank"),
    "testmode_decline": _("A test card was used"),
}
OF_PAGE = {
    DetailName.SECTION,
    DetailName.QUESTION,
    DetailName.TESTIMONIAL,
    DetailName.PRODUCT_SEEN,
}
CODES = {
    DetailName.COUPON_REFUSED: COUPONS,
    DetailName.PRICE_CHANGED: CHANGES,
    DetailName.PAYMENT_DECLINED: DECLINES,
}


def said_of(name: str, value: str) -> str:
    """`delivery.phone: invalid` → "Phone: not accepted as written"."""
    if name == DetailName.FIELD_ERROR:
        field, _colon, error = value.partition(": ")
        parts = {"field": field_words(field), "error": ERRORS.get(error, error)}
        return gettext("%(field)s: %(error)s") % parts
    if name == DetailName.FIELD_TOUCHED:
        return field_words(value)
    if name == DetailName.DELIVERY_PRICE:
        return price_words(value)
    if name == DetailName.DEPTH:
        return f"{value}%"
    if name in OF_PAGE:
        return page_words().get((name, value), value)
    return CODES.get(name, {}).get(value, value)


def page_words() -> dict[tuple[str, str], str]:
    """What the parts of the main page are called; asked of the shop at most once a minute."""
    return cache.get_or_set(f"funnel.parts:{get_language()}", _page_words, KNOWN_FOR)


def _page_words() -> dict[tuple[str, str], str]:
    return {(part.name, part.value): part.label for part in ledger().parts("")}


def field_words(field: str) -> str:
    """`delivery.phone` → "Phone"."""
    return FIELDS.get(field.rpartition(".")[2], field)


def price_words(value: str) -> str:
    """`TWD 80` → NT$80, as the shop writes money."""
    currency, _space, amount = value.partition(" ")
    if not (amount.isascii() and amount.isdigit()):
        return value
    return ledger().money(int(amount), currency) if int(amount) else gettext("Free delivery")
