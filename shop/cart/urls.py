from django.urls import path

from shop.cart import views

urlpatterns = [
    path("cart/", views.cart, name="cart"),
    path("cart/badge/", views.badge, name="cart_badge"),
    path("cart/lines/", views.lines, name="cart_lines"),
    path("cart/lines/<int:line_id>/", views.line, name="cart_line"),
    path("cart/coupon/", views.coupon, name="cart_coupon"),
]
