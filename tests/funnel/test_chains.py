"""The exact search for custom funnels: any steps, equal times, any order of delivery."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel import chains
from funnel.chains import Steps
from tests.funnel import brute

REPEATING = st.lists(st.sampled_from("ABC"), min_size=1, max_size=4).map(tuple)
DISTINCT = st.permutations("ABCD").map(tuple)
STEPS = st.one_of(
    st.builds(Steps, names=REPEATING, window=st.integers(0, 6)),
    st.builds(Steps, names=DISTINCT, window=st.integers(0, 6), implied=st.just(frozenset("B"))),
)
EVENTS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from("ABCDX")), max_size=6)


@given(steps=STEPS, events=EVENTS)
@settings(max_examples=400)
def test_ordered_equals_trying_everything(steps, events):
    found = chains.ordered(steps.told(events), steps)

    length, end, start = brute.furthest(events, steps)
    assert len(found) == length
    if found:
        assert found[0] == start
        assert found[-1] in (end, None)


@given(steps=STEPS, events=EVENTS)
@settings(max_examples=200)
def test_strict_equals_trying_every_order(steps, events):
    assert len(chains.strict(steps.told(events), steps)) == brute.strict(events, steps)


@given(steps=STEPS, events=EVENTS)
@settings(max_examples=200)
def test_unordered_equals_trying_every_window(steps, events):
    assert len(chains.unordered(steps.told(events), steps)) == brute.unordered(events, steps)


@pytest.mark.parametrize(
    ("story", "length"),
    [
        ([(0, "A")], 1),
        ([(0, "A"), (0, "A")], 2),
        ([(0, "A"), (5, "A"), (5, "B")], 3),
        ([(0, "A"), (6, "A"), (6, "B")], 1),
    ],
)
def test_a_repeated_step_needs_another_event(story, length):
    steps = Steps(("A", "A", "B"), window=5)
    assert len(chains.ordered(steps.told(story), steps)) == length


@pytest.mark.parametrize("count", [chains.ordered, chains.strict, chains.unordered])
def test_thousands_of_events_at_one_time_are_no_trouble(count):
    steps = Steps(("A", "B") * 5, window=1)
    events = steps.told([(0, "A")] * 5_000 + [(0, "B")] * 5_000)

    assert len(count(events, steps)) == 10
