from django.urls import path

from shop.page import views

# `<slug>/` takes what no other room wants: this list comes last in shop/urls.py.
urlpatterns = [
    path("", views.landing, name="home"),
    path("theme.css", views.theme, name="theme"),
    path("<slug:slug>/", views.landing, name="page"),
]
