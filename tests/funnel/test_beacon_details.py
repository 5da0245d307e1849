"""What a page tells was looked at, and everything it may not tell."""

import pytest

from funnel.models import Detail, Event
from shop.page.content import Content
from shop.page.document import forget_pages
from shop.page.models import Section
from tests.funnel.test_beacon import GOOGLEBOT, post, token  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db
FAQ = {"name": "section", "value": "faq", "amount": 4200}


@pytest.fixture
def tell(post, token):  # noqa: F811
    """Post details as the page does; the answer's status."""

    def tell(*details, batch=0, **more):
        return post({"token": token, "details": list(details), "batch": batch} | more).status_code

    return tell


def known() -> list[tuple]:
    return list(Detail.objects.order_by("name").values_list("name", "value", "times", "amount"))


def test_a_look_is_stored_with_its_time(tell):
    assert tell(FAQ, {"name": "depth", "value": "25", "amount": 0}) == 202
    assert known() == [("depth", "25", 1, 0), ("section", "faq", 1, 4200)]


def test_the_same_batch_again_counts_once_and_the_next_adds(tell):
    assert [tell(FAQ), tell(FAQ), tell(FAQ, batch=1)] == [202, 204, 202]
    assert known() == [("section", "faq", 2, 8400)]


def test_each_look_happened_at_its_own_time_at_most_a_day_ago(tell):
    minute, day = 60_000, 24 * 3_600_000
    looks = [FAQ | {"value": f"part-{age}", "age": age} for age in (0, minute, 3 * day)]
    assert tell(*looks, age=minute) == 202
    events = Event.objects.filter(name="section").order_by("-at")
    ages = [round((event.received_at - event.at).total_seconds()) for event in events]
    assert ages == [60, 120, 86_400]


@pytest.mark.parametrize(
    "detail",
    [
        None,
        "faq",
        {},
        {"name": "section"},
        {"name": "section", "value": "faq"},
        {"name": "section", "value": "", "amount": 1},
        {"name": "section", "value": 7, "amount": 1},
        {"name": ["section"], "value": "faq", "amount": 1},
        {"name": "landing", "value": "faq", "amount": 1},
        {"name": "section", "value": "faq", "amount": -1},
        {"name": "section", "value": "faq", "amount": 1.5},
        {"name": "section", "value": "faq", "amount": True},
        {"name": "section", "value": "faq", "amount": 10**12},
        {"name": "section", "value": "faq", "amount": 1, "age": "old"},
        {"name": "section", "value": "faq", "amount": 1, "age": True},
    ],
)
def test_rubbish_is_refused_and_nothing_of_it_stored(tell, detail):
    assert tell(FAQ, detail) == 400
    assert known() == []


@pytest.mark.parametrize("more", [{"batch": -1}, {"batch": True}, {"batch": "0"}, {"details": {}}])
def test_so_are_wrong_batches(tell, more):
    assert tell(FAQ, **more) == 400


@pytest.mark.parametrize("number", [0, 31])
def test_none_and_too_many_are_refused(tell, number):
    assert tell(*[FAQ] * number) == 400


@pytest.mark.parametrize("name", ["coupon", "field_error", "payment_declined", "country"])
def test_what_only_the_server_knows_is_refused(tell, name):
    assert tell(FAQ | {"name": name}) == 403
    assert known() == []


def test_a_forged_token_is_refused(post):  # noqa: F811
    assert post({"token": "mine", "details": [FAQ], "batch": 0}).status_code == 403


def test_a_bot_is_filtered(post, token):  # noqa: F811
    body = {"token": token, "details": [FAQ], "batch": 0}
    assert post(body, agent=GOOGLEBOT).status_code == 204
    assert not Event.objects.filter(name="section").exists()


def test_long_values_are_cut_and_cleaned(tell):
    assert tell(FAQ | {"value": "x" * 5000 + "\u202e"}) == 202
    assert known()[0][1] == "x" * 100


def test_invented_names_take_no_places(tell, page):
    """Seven beacons with two hundred of them, and the page's own section is still told by name."""
    Section.objects.create(page=page, kind="text", heading="Roasted by hand")
    anchor = Content(page).parts[0].anchor
    names = [f"junk-{number}" for number in range(210)]
    for batch in range(7):
        some = names[30 * batch : 30 * batch + 30]
        tell(*({"name": "section", "value": name, "amount": 0} for name in some), batch=batch)
    tell({"name": "section", "value": anchor, "amount": 0}, batch=8)
    assert known() == [("section", "(other)", 210, 0), ("section", anchor, 1, 0)]


def test_what_the_owner_adds_is_known_at_once(tell, page):
    Section.objects.create(page=page, kind="faq")
    tell(FAQ | {"value": "story"})
    Section.objects.create(page=page, kind="story")
    forget_pages()
    tell(FAQ | {"value": "story"}, batch=1)
    assert known() == [("section", "(other)", 1, 4200), ("section", "story", 1, 4200)]


@pytest.mark.parametrize(
    ("said", "recorded"),
    [
        ("delivery.phone", "delivery.phone"),
        ("order.quantity-1234", "order.quantity"),
        ("delivery.my card is 4242", "(other)"),
        ("ben@example.com", "(other)"),
    ],
)
def test_of_a_field_only_a_name_that_the_checkout_has(tell, said, recorded):
    tell({"name": "field_touched", "value": said, "amount": 0})
    assert known() == [("field_touched", recorded, 1, 0)]


def test_of_the_depth_only_quarters(tell):
    tell({"name": "depth", "value": "31", "amount": 0})
    assert known() == [("depth", "(other)", 1, 0)]
