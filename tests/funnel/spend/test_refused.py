"""What can't be read is said line by line, in words, and nothing of it is kept."""

import base64
import random
import zlib

import pytest

from funnel.models import Spend
from funnel.spend.figures import Style
from funnel.spend.table import LARGEST, Unreadable, read
from tests.funnel.spend import files
from tests.funnel.spend.conftest import ADDRESS, bring_in, errors, fields, figures, upload

pytestmark = pytest.mark.django_db
HEADER = "day,source,campaign,impressions,clicks,cost,currency\n"
GOOD = "2026-11-01,x,A,1,1,1,TWD\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2026-11-01,x,A,1,1,abc,TWD", "cost “abc” is no amount"),
        ("2026-11-01,x,A,1,1,,TWD", "cost “” is no amount"),
        ("2026-11-01,x,A,1,1,-5,TWD", "cost “-5” is no amount"),
        ("2026-11-01,x,A,1,1,\u22125,TWD", "cost “\u22125” is no amount"),
        ("2026-11-01,x,A,1,1,5\u2013,TWD", "cost “5\u2013” is no amount"),
        ("2026-11-01,x,A,1,1,5%,TWD", "cost “5%” is no amount"),
        ("2026-11-01,x,A,1,1,US$5,TWD", "cost “US$5” is not in TWD"),
        ("2026-11-01,x,A,1,1,5 USD,TWD", "cost “5 USD” is not in TWD"),
        ("2026-11-01,x,A,1,1,€5,TWD", "cost “€5” is not in TWD"),
        ("2026-11-01,x,A,1,1,=1+1,TWD", "cost “=1+1” is no amount"),
        ('2026-11-01,x,A,1,1,"1,23,4.5",TWD', "is no amount"),
        ("2026-11-01,x,A,1,1,9999999999999999,TWD", "is no amount"),
        ("2026-11-01,x,A,one,1,1,TWD", "impressions “one” is no whole number"),
        ("2026-11-01,x,A,1,1.5,1,TWD", "clicks “1.5” is no whole number"),
        ("2026-11-31,x,A,1,1,1,TWD", "“2026-11-31” is no day"),
        (",x,A,1,1,1,TWD", "“” is no day"),
        ("1999-12-31,x,A,1,1,1,TWD", "is no day"),
        ("2026-12-24,x,A,1,1,1,TWD", "is yet to come"),
        ("03/04/2026,x,A,1,1,1,TWD", "is one of two days"),
        ("2026-11-01,x,A,1,1,1,XYZ", "doesn’t know the currency “XYZ”"),
        ("2026-11-01,x,A,1,1,1,", "in which currency"),
        ("2026-11-01,,A,1,1,1,TWD", "has no source"),
        ("2026-11-01,x,A", "it has 3 cells, but the header has 7"),
    ],
)
def test_a_broken_line_says_which_and_why(line, words):
    ((number, said),) = errors(f"{HEADER}{GOOD}\n{line}\n{GOOD}")
    assert number == 4  # the empty line counts, as it does in an editor
    assert words in said


def test_a_cost_of_two_readings_is_asked_for():
    text = "day;source;cost;currency\n2026-11-01;x;1.234;EUR\n"
    ((_line, words),) = errors(text)
    assert "one of two amounts" in words
    assert figures(text, style=Style(point=","))[0][-1] == 123400
    assert figures(text, style=Style(point="."))[0][-1] == 123


def test_a_day_of_two_readings_is_read_as_the_owner_says():
    text = "day,source,cost,currency\n03/04/2026,x,1,TWD\n"
    assert figures(text, style=Style(order="dmy"))[0][0] == "04-03"
    assert figures(text, style=Style(order="mdy"))[0][0] == "03-04"


def test_nothing_is_half_imported(dora, storefront):
    answer = bring_in(dora.client, f"{HEADER}{GOOD}2026-11-02,x,A,1,1,abc,TWD\n")
    assert answer.status_code == 200
    assert "cost “abc” is no amount" in answer.text
    assert "Line 3" in answer.text
    assert not Spend.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing in it"),
        (b" \n\n", "nothing in it"),
        (b"PK\x03\x04rest of a workbook", "Excel workbook"),
        (b"day,cost\n\xff\xff\xfe,1", "can’t be read"),
        (b"\xff\xfea", "can’t be read"),
        (b"day,cost\n2026-11-01\x00,1", "This is no text"),
        (b"only one cell\nand another", "names of the columns"),
        (b'day,cost\n2026-11-01,"' + b"1" * 200_000, "Line 2 can’t be read"),
        (b"day,cost\n" + b"2026-11-01,1\n" * 50_001, "more than 50,000 lines"),
        (b"a" * (LARGEST + 1), "larger than 5 MB"),
    ],
)
def test_what_is_no_table_is_refused_in_words(dora, storefront, content, words):
    with pytest.raises(Unreadable, match=words):
        read(content)
    answer = upload(dora.client, content)
    assert answer.status_code == 200
    assert words in answer.text


@pytest.mark.parametrize("seed", range(20))
def test_no_rubbish_breaks_the_page(dora, storefront, seed):
    chance = random.Random(seed)
    letters = [
        "day",
        "cost",
        ",",
        "\n",
        '"',
        "2026-11-01",
        "=1",
        "\t",
        "；",
        "\r",
        "é",
        "總計",
        "9",
    ]
    text = "".join(chance.choices(letters, k=300)).encode()
    junk = chance.randbytes(300)
    for content in (text, junk, b"day,cost\n" + junk):
        assert bring_in_or_refused(dora.client, content) in (200, 302)


def bring_in_or_refused(client, content: bytes) -> int:
    answer = upload(client, content)
    if "rule" in (answer.context or {}):
        answer = client.post(ADDRESS, fields(answer) | {"import": "1"})
    return answer.status_code


@pytest.mark.parametrize("packed", ["", "!", "AAAA", base64.b64encode(b"x" * 50).decode()])
def test_a_file_that_got_lost_between_look_and_import(dora, storefront, packed):
    answer = dora.client.post(ADDRESS, {"packed": packed, "import": "1"})
    assert answer.status_code == 200
    assert "Choose it again" in answer.text


def test_what_unpacks_into_a_flood_is_refused(dora, storefront):
    packed = base64.b64encode(zlib.compress(b"0" * 200_000_000, 9)).decode()
    assert "larger than 5 MB" in dora.client.post(ADDRESS, {"packed": packed}).text


def test_columns_that_are_not_known_are_chosen_by_the_owner(dora, storefront):
    text = "When,Whom,How much\n2026-11-01,A,5\n"
    answer = upload(dora.client, text)
    assert "Choose the column of: day" in answer.text

    chosen = {"column_day": "0", "column_campaign": "1", "column_cost": "2"}
    said = fields(answer) | chosen | {"source": "Dcard", "currency": "twd"}
    look = dora.client.post(ADDRESS, said)
    assert Spend.objects.count() == 0
    dora.client.post(ADDRESS, fields(look) | {"import": "1"})

    spend = Spend.objects.get()
    assert (spend.source, spend.campaign, spend.cost) == ("dcard", "A", 5)


def test_a_column_that_the_file_has_not_is_no_choice(dora, storefront):
    answer = bring_in(dora.client, files.PLAIN, column_cost="99")
    assert answer.status_code == 200
    assert not Spend.objects.exists()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_line_of_endless_columns(separator):
    """A select with each of them, eight times: the page took minutes and thirty megabytes."""
    with pytest.raises(Unreadable, match="200 columns"):
        read(f"day,cost\n2026-11-01,5{separator * 100_000}\n".encode())
