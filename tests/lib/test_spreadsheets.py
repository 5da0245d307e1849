import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.lib.spreadsheets import cell, csv_lines


def read(header, rows) -> list[list[str]]:
    text = "".join(csv_lines(header, rows)).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_excel_is_told_that_it_is_utf_8():
    assert next(csv_lines(["a"], [])).startswith("\ufeff")


def test_numbers_stay_numbers():
    assert read(["a", "b", "c"], [[-5, Decimal("-19.90"), None]])[1] == ["-5", "-19.90", ""]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_what_goes_in_comes_out(texts):
    assert read(["h"] * len(texts), [texts])[1] == [cell(text) for text in texts]


@pytest.mark.parametrize(
    "text", ["Ben", "a=b", "1-2", "晨霧", "", " Ben", "0", "600", "0912 345 678", "90871234567"]
)
def test_leaves_plain_text_alone(text):
    assert cell(text) == text


@pytest.mark.parametrize("text", ["0922345679", "01067", "123456789012"])
def test_digits_that_are_no_number_keep_them_all(text):
    assert cell(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x")',
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "\0x",
        "＝1",
        "＋1",
        "－1",
        "＠a",
        "﹦1",
        "﹢1",
        "\u22121",
        "\u00a0=1",
        "\u3000=1",
        "  =1+1",
    ],
)
def test_disarms_what_a_spreadsheet_would_run(text):
    assert cell(text) == "'" + text
