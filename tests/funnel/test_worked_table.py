"""The built-in funnel, worked through: the conformance cases' table, recorded and read back."""

import pytest

from funnel.models import Journey
from tests.funnel.conftest import journeys, kinds, tell, visitors

pytestmark = pytest.mark.django_db
ALL = [1] * 7
TABLE = {
    "straight": ("L@0 E@30 C@60 1@90 2@120 3@150 P@180", ALL, ["funnel"]),
    "interest implied": ("L@0 C@60 1@90 2@120 3@150 P@180", ALL, ["funnel"]),
    "bought before landing": ("P@0 L@10", [1, 0, 0, 0, 0, 0, 0], ["mid_entry"]),
    "closed": ("1@0 2@10 3@20 P@30", [0] * 7, ["mid_entry"]),
    "window's last second": ("L@0 C@10 1@20 2@30 3@40 P@7d", ALL, ["funnel"]),
    "a second late": ("L@0 C@10 1@20 2@30 3@40 P@7d+1", [1, 1, 1, 1, 1, 1, 0], ["late"]),
    "came back": ("L@0 L@8d C@8d+60 1@8d+90 2@8d+120 3@8d+200 P@8d+300", ALL, ["funnel"]),
    "landing carries": ("L@0 L@6d C@7d+1h 1@7d+1h 2@7d+1h 3@7d+1h P@7d+2h", ALL, ["funnel"]),
    "cart too old": (
        "L@0 C@10 L@6d 1@6d+10 2@6d+20 3@6d+30 P@8d",
        [1, 1, 1, 1, 1, 1, 0],
        ["late"],
    ),
    "all at once": ("P@5 3@5 2@5 1@5 C@5 E@5 L@5", ALL, ["funnel"]),
    "reversed": ("P@180 3@150 2@120 1@90 C@60 E@30 L@0", ALL, ["funnel"]),
    "two tabs": ("L@0 C@10 L@20 1@30", [1, 1, 1, 1, 0, 0, 0], []),
    "bought twice": (
        "L@0 C@1 1@2 2@3 3@4 P@5 L@6 C@7 1@8 2@9 3@10 P@11",
        ALL,
        ["funnel", "funnel"],
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_visitors_at_each_stage(name):
    story, expected, purchases = TABLE[name]

    tell(story)

    assert visitors() == expected
    assert kinds() == purchases


def test_journeys_of_one_who_came_back():
    tell("L@0 L@8d C@8d+60 1@8d+90 2@8d+120 3@8d+200 P@8d+300")

    assert journeys() == [2, 1, 1, 1, 1, 1, 1]
    assert Journey.objects.get(reached=7).purchase_after == 300_000_000


def test_a_weekly_visitor_makes_three_journeys():
    tell("L@0 L@5d L@8d L@13d L@16d")

    assert journeys() == [3, 0, 0, 0, 0, 0, 0]


def test_a_second_landing_carries_on_but_keeps_the_entry():
    tell("L@0 L@6d C@7d+1h 1@7d+1h 2@7d+1h 3@7d+1h P@7d+2h")

    journey = Journey.objects.get()
    assert (journey.started_at - journey.entry_at).days == 6
    assert journey.purchase_after == (86_400 + 7_200) * 1_000_000


def test_times_come_from_the_first_chain_to_finish():
    tell("L@0 C@10 1@20 L@30 C@40 1@50")

    journey = Journey.objects.get()
    assert journey.cart_after == 10_000_000
    assert journey.checkout_order_after == 20_000_000


def test_explicit_interest_has_a_time_and_implied_has_none():
    tell("L@0 E@30 C@60", visitor="ada")
    tell("L@0 C@60", visitor="ben")

    ada, ben = Journey.objects.order_by("visitor")
    assert (ada.interest_explicit, ada.interest_after) == (True, 30_000_000)
    assert (ben.interest_explicit, ben.interest_after, ben.reached) == (False, None, 3)


def test_mid_entry_hangs_on_its_own_journey_and_a_landing_opens_the_next():
    tell("1@0 2@5 L@10 C@20")

    middle, landed = Journey.objects.order_by("ordinal")
    assert (middle.entered_by, middle.reached, middle.strays) == ("checkout_order", 0, 0b110000)
    assert (landed.entered_by, landed.reached) == ("landing", 3)


def test_an_interest_without_landing_counts_nowhere_until_it_has_one():
    tell("E@30")
    assert journeys() == [0] * 7

    tell("L@0")
    assert journeys() == [1, 1, 0, 0, 0, 0, 0]
    assert Journey.objects.get().interest_explicit


def test_a_share_needs_no_journey_and_opens_none():
    tell("S@0 L@10 S@20")

    assert journeys() == [1, 0, 0, 0, 0, 0, 0]
