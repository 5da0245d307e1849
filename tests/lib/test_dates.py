"""Dates and times as each language writes them, alike in shop and admin."""

from datetime import datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

EVENING = datetime(2026, 3, 5, 18, 0)


@pytest.mark.parametrize(
    ("language", "form", "written"),
    [
        ("en", "DATE_FORMAT", "5 March 2026"),
        ("en", "DATETIME_FORMAT", "5 March 2026, 18:00"),
        ("en", "SHORT_DATETIME_FORMAT", "5 Mar 2026, 18:00"),
        ("zh-hant", "DATE_FORMAT", "2026年3月5日"),
        ("zh-hant", "DATETIME_FORMAT", "2026年3月5日 18:00"),
        ("zh-hant", "MONTH_DAY_FORMAT", "3月5日"),
    ],
)
def test_a_moment(language, form, written):
    with translation.override(language):
        assert date_format(EVENING, form) == written
