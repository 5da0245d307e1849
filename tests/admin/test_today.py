"""The admin's front page."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.utils import timezone

from shop.catalogue.stock import adjust
from shop.checkout import call_off, refunds
from shop.checkout.ship import ship
from shop.orders.models import Order
from shop.outbox.models import Message
from shop.today import look

pytestmark = pytest.mark.django_db


def words(storefront) -> dict[str, int]:
    return {str(task.words): task.count for task in look(storefront, with_funnel=True).tasks}


def test_opens_on_an_empty_shop(dora, storefront):
    html = dora.client.get("/admin/").content.decode()
    assert "Nothing waits for you." in html
    assert "No orders yet." in html


def test_counts_accepted_orders_and_their_money(storefront, ben, ada, variant):
    ben.buy(variant, 2)
    ada.buy(variant, method="cash_on_delivery")
    today = look(storefront, with_funnel=True).today
    assert (today.orders, today.revenue) == (2, ["NT$1,120"])


def test_the_week_holds_seven_days_with_today(storefront, ben, variant):
    with time_machine.travel(timezone.now() - timedelta(days=6), tick=False):
        ben.buy(variant)
    figures = look(storefront, with_funnel=True)
    assert (figures.today.orders, figures.week.orders) == (0, 1)
    assert [day.orders for day in figures.days] == [1, 0, 0, 0, 0, 0, 0]


def test_forgets_what_is_older(storefront, ben, variant):
    with time_machine.travel(timezone.now() - timedelta(days=7), tick=False):
        ben.buy(variant)
    assert look(storefront, with_funnel=True).week.orders == 0


def test_what_was_cancelled_or_refunded_is_neither_counted_nor_summed(
    storefront, paid, ada, cleo, variant
):
    for somebody in (ada, cleo):
        somebody.buy(variant)
    refunds.refund(paid, by="dora")
    call_off.cancel(Order.objects.get(name="Cleo"), by="dora")
    found = look(storefront, with_funnel=True)
    for period in (found.today, found.week):
        assert (period.orders, period.revenue) == (1, ["NT$400"])
    assert found.days[-1].orders == 1


def test_says_how_much_is_not_paid_yet(dora, paid, ada, variant):
    ada.buy(variant, method="cash_on_delivery")
    html = dora.client.get("/admin/").content.decode()
    assert html.count("of which NT$400 not paid yet") == 2


def test_says_nothing_of_unpaid_money_where_all_is_paid(dora, paid):
    assert "not paid yet" not in dora.client.get("/admin/").content.decode()


def test_currencies_are_never_mixed(storefront, order, ada, variant):
    Order.objects.update(currency="USD")
    ada.buy(variant)
    assert look(storefront, with_funnel=True).today.revenue == ["NT$400", "$7.20"]


def test_says_what_waits(storefront, order, ada, variant):
    ada.buy(variant, method="cash_on_delivery")
    Message.objects.filter(reference=order.number).update(parked_at=timezone.now())
    assert words(storefront) == {
        "mails could not be delivered": 1,
        "cash on delivery, to ship": 1,
        "awaiting payment": 1,
    }


def test_says_what_cash_is_to_come(storefront, ada, variant):
    ada.buy(variant, method="cash_on_delivery")
    ship(Order.objects.get(), by="dora")
    assert words(storefront) == {"shipped, cash to come": 1}


def test_says_what_is_running_low(dora, variant):
    adjust(variant, -8, by="dora")
    assert "Running low" in dora.client.get("/admin/").content.decode()


def test_says_what_is_not_set_up(storefront, settings):
    settings.STRIPE_SECRET_KEY = ""
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    storefront.email = ""
    told = " ".join(str(line) for line in look(storefront, with_funnel=True).missing)
    for part in ("STRIPE_SECRET_KEY", "EMAIL_URL", "storefront"):
        assert part in told


def test_leads_to_the_rooms_in_the_owners_order(dora, storefront):
    rooms = [room["app_label"] for room in dora.client.get("/admin/").context["app_list"]]
    assert rooms[:3] == ["orders", "catalogue", "offers"]


def test_the_bar_leads_to_all_that_is_daily(dora, storefront):
    html = dora.client.get("/admin/").content.decode()
    bar = html[html.index('class="rooms"') : html.index("</nav>")]
    for room in ("Storefront", "Testimonials", "Delivery methods", "Orders", "Mails"):
        assert f">{room}</a>" in bar


def test_shows_no_figures_to_those_who_may_not_see_orders(mallory, order):
    answer = mallory.client.get("/admin/")
    assert answer.status_code == 200
    assert order.number not in answer.content.decode()
    assert answer.context["today"] is None


def test_sends_a_stranger_to_the_login(cleo):
    assert cleo.client.get("/admin/").status_code == 302


def test_who_may_not_see_the_funnel_sees_none_of_it(client, storefront, django_user_model):
    packer = django_user_model.objects.create_user("packer", is_staff=True)
    packer.user_permissions.add(Permission.objects.get(codename="view_order"))
    client.force_login(packer)
    assert client.get("/admin/").context["today"].funnel is None
    packer.user_permissions.add(Permission.objects.get(codename="view_dailytotal"))
    assert client.get("/admin/").context["today"].funnel is not None
