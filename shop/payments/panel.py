"""What the order page shows of an unpaid order: the card form, or where to send the money."""

from urllib.parse import urlsplit

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop.payments.models import Payment
from shop.payments.providers import PROVIDERS, Provider, ProviderError

# https://docs.stripe.com/security/guide#content-security-policy
STRIPE_JS = ("https://js.stripe.com", "https://*.js.stripe.com")
STRIPE_API = "https://api.stripe.com"
STRIPE_HOOKS = "https://hooks.stripe.com"
# https://docs.stripe.com/js/appendix/supported_locales
LOCALES = {"zh-hant": "zh-TW"}


def panel(payment: Payment, storefront, *, return_url: str) -> dict:
    """The context of `provider.template`. For a card this asks Stripe, so expect a moment.

    `return_url` is the absolute address that the buyer comes back to from a bank's own page.
    """
    provider = PROVIDERS[payment.method]
    context = {"payment": payment, "provider": provider, "others": others(provider)}
    if provider.needs_script:
        return {**context, "card": card(payment, return_url)}
    return {**context, "instructions": provider.instructions(payment, storefront)}


def card(payment: Payment, return_url: str) -> dict:
    """For `_card.html`: a form (`secret`), a wait (`arrived`), or why neither (`refusal`)."""
    if not payment.provider_ref or payment.cancelled_at:
        return {"refusal": _("The card form could not be opened. Nothing was charged.")}
    try:
        secret = PROVIDERS["card"].client_secret(payment)
    except ProviderError as error:
        return {"refusal": str(error)}
    if secret is None:
        return {"arrived": True}
    return {
        "secret": secret,
        "key": settings.STRIPE_PUBLISHABLE_KEY,
        "script": settings.STRIPE_JS_URL,
        "locale": LOCALES.get(get_language() or "en", get_language()),
        "return_url": return_url,
    }


def others(provider: Provider) -> list[Provider]:
    """What the buyer may pay with instead, of an order that nobody counts on yet."""
    if provider.accepts_at_once:
        return []
    return [one for one in PROVIDERS.values() if one is not provider and one.available()]


def open_to_stripe(response: HttpResponse) -> HttpResponse:
    """Let this one answer load Stripe's script, frames and API. No other page may."""
    js = urlsplit(settings.STRIPE_JS_URL)
    script = f"{js.scheme}://{js.netloc}"  # a stand-in's, in tests
    return csp_update(
        {
            "script-src": [SELF, *STRIPE_JS, script],
            "frame-src": [*STRIPE_JS, STRIPE_HOOKS, script],
            "connect-src": [SELF, STRIPE_API, script],
        }
    )(lambda: response)()
