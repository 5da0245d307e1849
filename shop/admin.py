"""The owner's admin site and its front page.

Django imports this module before any model is ready: what needs models is imported when used.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

# Rooms in the owner's order; others follow. The rows named stand in the bar on top, too.
ROOMS = (
    *("orders", "catalogue", "offers", "page", "delivery", "customers", "outbox"),
    *("funnel", "payments", "auth"),
)
GUESSES = "10/minute"  # wrong passwords from one address
IN_BAR = (
    *("Order", "Product", "Coupon", "LimitedOffer", "Storefront", "Page", "Testimonial"),
    *("DeliveryMethod", "Customer", "Message"),
)


class ShopAdminConfig(AdminConfig):
    default_site = "shop.admin.ShopAdminSite"


class ShopAdminSite(admin.AdminSite):
    site_header = "Loudou"
    site_title = "Loudou"
    index_title = _("Today")
    index_template = "admin/today.html"
    enable_nav_sidebar = False  # the bar on top and the list under today's figures lead everywhere

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        rooms = super().get_app_list(request, app_label)
        for room in rooms:
            for thing in room["models"]:
                thing["in_bar"] = thing["object_name"] in IN_BAR
        places = {label: place for place, label in enumerate(ROOMS)}
        return sorted(rooms, key=lambda room: places.get(room["app_label"], len(ROOMS)))

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Who tries many wrong passwords is made to wait: each costs a third of a second, too."""
        from funnel.api import client_ip
        from shop.lib.rates import allowed, any_left

        guesser = (GUESSES, "login", client_ip(request))
        if request.method != "POST":
            return super().login(request, extra_context)
        if not any_left(*guesser):
            words = _("Too many passwords were tried. Wait a minute and try again.")
            return HttpResponse(words, status=429, headers={"Retry-After": "60"})
        response = super().login(request, extra_context)
        if response.status_code == 200:  # the form again
            allowed(*guesser)
        return response

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False):
        """What an owner saves, in whatever room, is on the page at once: by the time of the answer
        the admin's transaction is committed. What isn't answered by leading on was refused, or is
        only a preview; a stranger is led to the login and makes no page be drawn anew."""
        from shop.page.document import forget_pages

        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def shown_at_once(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = inner(request, *args, **kwargs)
            saved = request.method == "POST" and response.status_code == 302
            if saved and self.has_permission(request):
                forget_pages()
            return response

        return shown_at_once

    def each_context(self, request: HttpRequest) -> dict:
        return {**super().each_context(request), "report_url": report_url()}

    def get_urls(self) -> list:
        """The funnel's reports among the rooms."""
        from funnel import admin_views

        return admin_views.urls(self) + super().get_urls()

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Today and the last seven days, for those who may see orders."""
        from funnel.admin_views import PERMISSION
        from shop.today import look

        user, figures = request.user, None
        if user.has_perm("orders.view_order"):
            figures = look(request.storefront, with_funnel=user.has_perm(PERMISSION))
        return super().index(request, {"today": figures, **(extra_context or {})})


def report_url() -> str:
    """Where the funnel's report is; empty while there is none."""
    try:
        return reverse("admin:funnel_report")
    except NoReverseMatch:
        return ""
