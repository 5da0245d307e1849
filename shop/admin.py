"""The owner's admin site and its front page."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class ShopAdminConfig(AdminConfig):
    default_site = "shop.admin.ShopAdminSite"


class ShopAdminSite(admin.AdminSite):
    site_header = "Loudou"
    site_title = "Loudou"
    index_title = "Today"
