"""What search engines ask for first: the list of pages, and what is none of their business."""

from types import SimpleNamespace
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shop.page.family import Family
from shop.page.models import Page

# Addresses that answer with a redirect or take posts only: to ask for them is a waste. Private
# pages are not named here, since a robot must fetch one to learn that it is not to be indexed.
NOT_FOR_ROBOTS = ("/funnel/", "/share/")


class PageSitemap(Sitemap):
    """The published pages, each with its family, at SITE_URL whatever host was asked."""

    def items(self) -> list[Page]:
        return list(Page.objects.published())

    def lastmod(self, page: Page):
        return page.changed_at

    def get_urls(self, page: int = 1, site: object = None, protocol: str | None = None) -> list:
        ours = urlsplit(settings.SITE_URL)
        urls = super().get_urls(page, SimpleNamespace(domain=ours.netloc), ours.scheme)
        for url in urls:
            url["alternates"] = [
                {"lang_code": language, "location": address}
                for language, address in self.family_of(url["item"]).alternates
            ]
        return urls

    def family_of(self, page: Page) -> Family:
        return Family(self.families[page.translation_of_id or page.pk])

    @cached_property
    def families(self) -> dict[int, list[Page]]:
        """Pages by their original's id."""
        found: dict[int, list[Page]] = {}
        for page in self.items():
            found.setdefault(page.translation_of_id or page.pk, []).append(page)
        return found


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt"""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    lines += [f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
