from django.urls import path

from shop.checkout import order_page, pay_again, views, webhooks

urlpatterns = [
    path("checkout/order/", views.order, name="checkout_order"),
    path("checkout/delivery/", views.delivery, name="checkout_delivery"),
    path("checkout/payment/", views.payment, name="checkout_payment"),
    path("orders/<str:secret>/", order_page.order, name="order"),
    path("orders/<str:secret>/status/", order_page.status, name="order_status"),
    path("orders/<str:secret>/payment/", pay_again.order_payment, name="order_payment"),
    path("payments/stripe/webhook/", webhooks.stripe_webhook, name="stripe_webhook"),
]
