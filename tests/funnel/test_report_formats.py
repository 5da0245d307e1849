"""Page, JSON and CSV say the same numbers, and a spreadsheet runs none of them."""

import re

import pytest

from funnel.api import Stage, record
from funnel.recording import store
from funnel.reports.formats import as_csv
from tests.funnel.asking import ask, blocks, counts, get
from tests.funnel.conftest import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def march():
    for number in range(12):
        tell(
            ["L@0", "L@0 E@9", "L@0 C@9 1@10", "L@0 C@9 1@10 2@11 3@12 P@13"][number % 4],
            visitor=f"v{number}",
        )
    return {"from_": "2026-03-01", "to": "2026-03-31", "by": "device"}


def test_page_json_and_csv_agree(dora, march):
    said = ask(dora, **march)
    page = get(dora, **march).content.decode()
    stages = blocks(get(dora, format="csv", **march).content.decode())[0]

    shown = re.findall(r'class="n count".*?<data value="(\d+)">', page, re.DOTALL)
    assert [int(number) for number in shown] == counts(said) == [12, 9, 6, 6, 3, 3, 3]
    assert [int(row["count"]) for row in stages] == counts(said)
    assert [float(row["percent_of_first"]) for row in stages] == counts(said, "percent_of_first")
    for percentage in counts(said, "percent_of_previous")[1:]:
        assert f"{percentage:.1f}\u202f%" in page


def test_the_breakdown_agrees_too(dora, march):
    said = ask(dora, **march)
    rows = blocks(get(dora, format="csv", **march).content.decode())[1]

    assert [(row["value"], int(row["cart"])) for row in rows] == [
        (row["value"], row["counts"]["cart"]) for row in said["breakdown"]
    ]


@pytest.mark.parametrize(
    "source",
    ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "＝1", "﹦1", "\u22121", "\u00a0=1"],
)
def test_a_source_is_not_a_formula(dora, source):
    tell("C@0")
    store(
        {
            "key": "landing:x",
            "visitor": "cleo",
            "name": "landing",
            "at": _now(),
            "received_at": _now(),
            "context": {"source": source},
            "value": None,
            "currency": "",
        }
    )

    rows = blocks(get(dora, format="csv", by="source").content.decode())[1]

    assert rows[0]["value"] == "'" + source


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n=1", "\0=1", " =1", "\u3000+1", "\uff0b1"])
def test_no_cell_is_a_formula(text):
    assert f"'{text}" in as_csv([[{"told": text}]])


@pytest.mark.parametrize("text", ["", " ", "1=1", "roast-day", "a@b.example"])
def test_other_cells_stay_as_they_are(text):
    assert as_csv([[{"told": text}]]).replace('"', "") == f"\ufefftold\r\n{text}\r\n\r\n"


def _now():
    from django.utils import timezone

    return timezone.now()


def test_markup_in_a_campaign_stays_text(dora, visit):
    record(visit("/?utm_source=x&utm_campaign=<script>alert(1)</script>"), Stage.LANDING)

    page = get(dora, by="campaign").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_files_are_named_after_their_days(dora, march):
    answer = get(dora, format="csv", **march)

    assert answer["Content-Disposition"] == (
        'attachment; filename="funnel-2026-03-01-2026-03-31.csv"'
    )
    assert answer.content.startswith(b"\xef\xbb\xbf")
