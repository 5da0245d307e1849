import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from shop.lib.forms import CleanCharField, WholeNumberField
from shop.lib.text import clean, whole_number

anything = st.text(st.characters())  # surrogates, NUL and controls included


@given(anything, st.booleans())
def test_what_is_clean_stays_as_it_is(text, multiline):
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once


@given(anything)
def test_a_line_has_no_breaks_and_can_be_stored(text):
    line = clean(text)
    assert not set(line) & set("\r\n\t\x00\x0b\x0c\u2028\u2029\u202e\ufeff")
    line.encode()


@given(anything)
def test_many_lines_keep_only_line_feeds(text):
    lines = clean(text, multiline=True)
    assert not set(lines) & set("\r\x00\u202e")
    lines.encode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ben   Lin ", "Ben Lin"),
        ("Ben\r\nBcc: all@example.com", "Ben Bcc: all@example.com"),
        ("e\u0301", "é"),
        ("晨霧 👩‍👩‍👧", "晨霧 👩‍👩‍👧"),
        ("a\x00b\ud800c\u202ed", "abcd"),
    ],
)
def test_cleans_a_line(typed, kept):
    assert clean(typed) == kept


def test_keeps_paragraphs():
    assert clean(" a\r\n\r\nb\rc ", multiline=True) == "a\n\nb\nc"


def test_the_field_cleans():
    assert CleanCharField().clean(" Ben\nLin\x00 ") == "Ben Lin"
    assert CleanCharField(multiline=True).clean("a\r\nb") == "a\nb"


def test_the_length_counts_after_cleaning():
    assert CleanCharField(max_length=3).clean("  abc  ") == "abc"
    with pytest.raises(ValidationError):
        CleanCharField(max_length=3).clean("abcd")


@given(st.integers(min_value=0, max_value=99))
def test_reads_whole_numbers(number):
    assert whole_number(f" {number} ", most=99) == number


@pytest.mark.parametrize(
    "typed",
    ["", "-1", "+1", "1.5", "1e3", "1_0", "٣", "３", "0x10", "1 0", "9" * 20, 2**63, None, "①"],
)
def test_refuses_what_is_no_whole_number(typed):
    with pytest.raises(ValidationError):
        whole_number(typed, most=2**62)


@pytest.mark.parametrize("typed", ["0", "21"])
def test_refuses_what_is_out_of_range(typed):
    with pytest.raises(ValidationError, match="from 1 to 20"):
        WholeNumberField(least=1, most=20).clean(typed)


def test_a_pile_of_marks_costs_no_time_and_is_cut():
    line = clean("a" + "\u0315\u0300" * 500_000)
    assert len(line) <= 31
    assert clean(line) == line


def test_marks_that_people_write_stay():
    assert clean("tie\u0302\u0301ng Vie\u0323\u0302t") == "tiếng Việt"
