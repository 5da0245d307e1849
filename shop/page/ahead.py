"""What a browser may fetch before it is asked for: the page in another language, when a pointer
comes near its link (https://developer.mozilla.org/docs/Web/API/Speculation_Rules_API).

What was fetched ahead is no visit until somebody looks at it (`funnel.filters` and funnel.js), and
doesn't turn the cart's language. Nothing is prerendered, and no private page is fetched: the steps
of the checkout are recorded when they are opened.
"""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

RULES = {"prefetch": [{"where": {"selector_matches": "a[hreflang]"}, "eagerness": "moderate"}]}


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def ahead(request: HttpRequest) -> JsonResponse:
    """The rules, which a landing's header names."""
    return JsonResponse(RULES, content_type="application/speculationrules+json")


def is_ahead(request: HttpRequest) -> bool:
    """Whether nobody looks at the answer yet."""
    return "prefetch" in request.headers.get("Sec-Purpose", "")
