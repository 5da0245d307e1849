"""The three steps by plain forms, as a browser without JavaScript posts them."""

import pytest
from django.utils import timezone

from funnel.models import Event
from shop.cart.models import Cart
from shop.orders.models import Order

pytestmark = pytest.mark.django_db


def test_ben_buys_a_box(ben, variant):
    answer = ben.buy(variant, 2)
    order = Order.objects.get()
    assert answer.status_code == 302
    assert answer.url.startswith("/orders/")
    assert (order.subtotal, order.delivery_price, order.total) == (640, 80, 720)
    assert order.accepted_at
    assert not order.paid_at
    variant.refresh_from_db()
    assert variant.stock == 8


def test_the_order_page_opens_by_its_secret(ben, variant):
    page = ben.client.get(ben.buy(variant).url)
    assert page.status_code == 200
    assert Order.objects.get().number in page.text
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("stamp", "words"),
    [("paid_at", "Paid"), ("held_at", "We are checking it"), ("shipped_at", "Shipped")],
)
def test_buyers_read_no_note_to_the_owner(ben, variant, stamp, words):
    address = ben.buy(variant).url
    Order.objects.update(**{stamp: timezone.now()})
    assert f'status__label">{words}</p>' in ben.client.get(address).text


def test_the_order_page_says_where_the_confirmation_goes_and_whom_to_call(ben, variant, storefront):
    type(storefront).objects.update(phone="+886 5 000 0000")
    shown = ben.client.get(ben.buy(variant).url).text
    assert "A confirmation goes to <strong>ben@example.com</strong>" in shown
    assert shown.count('href="tel:+88650000000"') == 2  # under the questions, and in the footer


def test_each_passed_step_leads_to_the_next(ben, variant):
    assert ben.add(variant).url == "/cart/"
    assert ben.order_step().url == "/checkout/delivery/"
    assert ben.delivery_step().url == "/checkout/payment/"


def test_a_skipped_step_sends_to_the_first_open_one(ben, variant):
    ben.add(variant)
    assert ben.client.get("/checkout/payment/").url == "/checkout/order/"
    assert ben.pay().url == "/checkout/order/"
    ben.order_step()
    assert ben.client.get("/checkout/payment/").url == "/checkout/delivery/"


def test_what_was_typed_is_kept_even_if_wrong(ben, variant):
    ben.add(variant)
    ben.order_step()
    answer = ben.delivery_step(email="ben@", name="Ben Lin", city="")
    assert answer.status_code == 422
    assert "name@example.com" in answer.text
    again = ben.client.get("/checkout/delivery/")
    assert 'value="ben@"' in again.text
    assert 'value="Ben Lin"' in again.text


@pytest.mark.parametrize("extra", [{}, {"check": "email"}])
@pytest.mark.parametrize("wrong", [{"email": ""}, {"country": "Z" * 40}, {"name": ""}])
def test_an_address_made_wrong_later_is_no_address(ben, variant, wrong, extra):
    ben.add(variant)
    ben.order_step()
    ben.delivery_step()
    ben.delivery_step(**wrong, **extra)
    assert ben.pay().url == "/checkout/delivery/"
    assert not Order.objects.exists()


def test_a_page_that_shows_another_total_places_nothing(ben, variant):
    ben.add(variant)
    ben.order_step()
    ben.delivery_step()
    shown = ben.client.get("/checkout/payment/").context["quote"].mark
    ben.add(variant)  # in another tab, which goes to step 3 as well
    ben.client.get("/checkout/payment/")
    data = {"payment_method": "bank_transfer", "shown": shown}
    answer = ben.client.post("/checkout/payment/", data)
    assert answer.status_code == 409
    assert "another window" in answer.text
    data["shown"] = answer.context["quote"].mark
    assert f'value="{data["shown"]}"' in answer.text
    assert ben.client.post("/checkout/payment/", data).status_code == 302
    assert Order.objects.get().total == 720


def test_what_was_added_in_another_tab_is_told_before_it_is_ordered(ben, variant):
    ben.add(variant)
    ben.order_step()
    ben.delivery_step()
    ben.client.get("/checkout/payment/")
    ben.add(variant)
    ben.client.get("/checkout/order/")  # which agrees to nothing
    answer = ben.pay()
    assert answer.status_code == 409
    assert "The total is NT$720 and was NT$400" in answer.text
    assert not Order.objects.exists()
    assert ben.pay().status_code == 302


def test_nothing_is_sent_for_free_where_no_delivery_goes(ben, variant, storefront, delivery):
    type(storefront).objects.update(countries="TW JP")
    type(delivery).objects.update(countries="TW")
    ben.add(variant)
    ben.order_step()
    japan = {"country": "JP", "phone": "+81 90 1234 5678"}
    assert "deliver to this country" in ben.delivery_step(**japan).text
    assert ben.delivery_step().status_code == 302
    type(delivery).objects.update(countries="JP")
    assert "deliver to this country" in ben.pay().text
    assert not Order.objects.exists()


def test_an_order_that_costs_nothing_is_paid_at_once(ben, variant, coupon, delivery):
    type(coupon).objects.update(value=100)
    type(delivery).objects.update(price=0)
    ben.buy(variant, coupon="WELCOME10")
    order = Order.objects.get()
    assert (order.total, order.status, order.expires_at) == (0, "paid", None)
    assert order.payments.get().succeeded_at


def test_a_cart_from_before_the_currency_changed(ben, variant, storefront):
    ben.add(variant)
    type(storefront).objects.update(currency="USD")
    cart = Cart.objects.get()
    storefront.refresh_from_db()
    assert cart.quote(storefront).currency == "USD"


def test_one_field_is_checked_when_it_is_left(ben, variant):
    ben.add(variant)
    ben.order_step()
    answer = ben.client.post(
        "/checkout/delivery/", {"phone": "12", "check": "phone"}, headers={"hx-request": "true"}
    )
    assert "such as 0912 345 678" in answer.text
    assert "error-email" not in answer.text


def test_step_3_twice_makes_one_order(ben, variant):
    first = ben.buy(variant)
    second = ben.pay()
    assert first.url.startswith("/orders/")
    assert second.url.startswith("/orders/")
    assert Order.objects.count() == 1


def test_back_after_ordering_leads_to_the_order(ben, variant):
    ben.buy(variant)
    assert ben.client.get("/checkout/payment/").url.startswith("/orders/")
    assert ben.client.get("/checkout/order/").url.startswith("/orders/")


def test_an_empty_cart_says_so(ben):
    assert "Your cart is empty" in ben.client.get("/checkout/order/").text
    assert ben.client.get("/checkout/payment/").url == "/checkout/order/"


def test_posted_prices_are_ignored(ben, variant):
    ben.add(variant)
    ben.client.post("/checkout/order/", {"price": "1", "total": "1", "subtotal": "1"})
    ben.delivery_step(total="1", delivery_price="0")
    ben.client.post("/checkout/payment/", {"payment_method": "bank_transfer", "total": "1"})
    assert Order.objects.get().total == 400


def test_what_is_charged_when_is_said_of_cards_only(ben, variant, stripe, settings):
    ben.add(variant)
    ben.order_step()
    ben.delivery_step()
    assert "Nothing is charged before" in ben.client.get("/checkout/payment/").text
    settings.STRIPE_SECRET_KEY = ""
    assert "Nothing is charged before" not in ben.client.get("/checkout/payment/").text


def test_an_unknown_way_to_pay_is_refused(ben, variant):
    ben.add(variant)
    ben.order_step()
    ben.delivery_step()
    assert ben.pay("gold").status_code == 422
    assert ben.pay("card").status_code == 422  # no Stripe keys here
    assert not Order.objects.exists()


def test_nothing_is_ordered_when_the_price_changed(ben, variant):
    ben.add(variant)
    ben.order_step()
    ben.delivery_step()
    ben.client.get("/checkout/payment/")
    variant.price = 350
    variant.save()
    answer = ben.pay()
    assert answer.status_code == 409
    assert "NT$350" in answer.text
    assert not Order.objects.exists()
    assert ben.pay().status_code == 302
    assert Order.objects.get().total == 430


def test_nothing_is_ordered_when_the_stock_went(ben, variant):
    ben.add(variant, 5)
    ben.order_step()
    ben.delivery_step()
    type(variant).objects.update(stock=2)
    answer = ben.pay()
    assert answer.status_code == 409
    assert "Only 2" in answer.text
    assert Cart.objects.get().placed_at is None


def test_an_unpublished_product_is_not_charged(ben, variant):
    ben.add(variant)
    ben.order_step()
    ben.delivery_step()
    variant.product.published = False
    variant.product.save()
    answer = ben.pay()
    assert answer.status_code == 409
    assert "No longer for sale" in answer.text


def test_a_stranger_opens_no_order(ben, cleo, variant):
    ben.buy(variant)
    number = Order.objects.get().number
    assert cleo.client.get(f"/orders/{number}/").status_code == 404
    assert cleo.client.get("/orders/" + "x" * 43 + "/").status_code == 404


def test_asking_for_headers_opens_no_step(ben, variant):
    ben.add(variant)
    ben.client.head("/checkout/order/")
    assert not Event.objects.filter(name="checkout_order").exists()
    ben.client.get("/checkout/order/")
    assert Event.objects.filter(name="checkout_order").count() == 1


def test_more_than_one_order_may_have_is_not_called_scarce(ben, variant):
    ben.add(variant)
    ben.order_step(**{f"quantity-{Cart.objects.get().lines.get().id}": "9", "stay": "1"})
    shown = ben.client.get("/checkout/order/").text
    assert "At most 5 per order" in shown
    assert "left" not in shown


def test_a_coupon_for_delivery_that_is_free_already_stays_unused(ben, variant, coupon):
    type(coupon).objects.update(kind="free_delivery")
    ben.add(variant, 4)  # NT$1,280: free from 1,000
    ben.order_step(coupon="WELCOME10", stay="1")
    assert "Delivery is free already" in ben.client.get("/checkout/order/").text
    ben.order_step()
    ben.delivery_step()
    ben.pay()
    assert Order.objects.get().coupon_code == ""
    coupon.refresh_from_db()
    assert coupon.used == 0
