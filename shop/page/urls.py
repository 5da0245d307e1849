from django.contrib.sitemaps.views import sitemap
from django.urls import path
from django.views.decorators.http import require_safe

from shop.page import ahead, look, share_picture, sharing, sitemaps, views
from shop.page.product import product

# `<slug>/` takes what no other room wants: this list comes last in shop/urls.py.
urlpatterns = [
    path("", views.landing, name="home"),
    path("look.css", look.look, name="look"),
    path("theme.css", views.theme, name="theme"),
    path(
        "share-pictures/<int:page_id>-<slug:digest>.jpg",
        share_picture.share_picture,
        name="share_picture",
    ),
    path("share/<slug:to>/", sharing.share, name="share"),
    path("speculation-rules.json", ahead.ahead, name="ahead"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path(
        "sitemap.xml",
        require_safe(sitemap),
        {"sitemaps": {"pages": sitemaps.PageSitemap}},
        name="sitemap",
    ),
    path("preview/<str:token>/", views.draft, name="draft"),
    path("products/<slug:slug>/", product, name="product"),
    path("<slug:slug>/", views.landing, name="page"),
]
