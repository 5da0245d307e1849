"""A product's choices by themselves: what an open page swaps in when a price changed by itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from shop.lib.money import format_money
from shop.page.content import Content
from shop.page.models import Page


@never_cache
@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """The product `slug` on the page `?page=` with the prices and the stock of now; `?variant=`
    stays chosen if it can be had."""
    page = get_object_or_404(Page.objects.published(), slug=request.GET.get("page", "")[:50])
    if not request.htmx:
        return redirect(f"{page.get_absolute_url()}#product-{slug}")
    content = Content(page)
    ware = next((ware for ware in content.wares if ware.product.slug == slug), None)
    if ware is None:
        raise Http404
    picked = [
        choice
        for choice in ware.choices
        if str(choice.variant.id) == request.GET.get("variant") and choice.variant.available
    ]
    context = {"page": page, "content": content, "ware": ware, "product": ware.product}
    context["picked"] = next(iter(picked), ware.chosen)
    with translation.override(page.language):
        least = format_money(ware.least, request.storefront.currency, page.language)
        words = _("%(name)s: from %(price)s now.") % {"name": ware.product.name, "price": least}
        answer = render(request, "page/_now.html", context)
    return trigger_client_event(answer, "announce", {"value": words})
