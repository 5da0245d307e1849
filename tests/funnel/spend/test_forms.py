"""Each platform's own export is understood as it stands."""

import pytest

from tests.funnel.spend import files
from tests.funnel.spend.conftest import errors, figures, understood

pytestmark = pytest.mark.django_db


def test_google_with_its_title_and_totals():
    assert figures(files.GOOGLE) == [
        ("11-01", "google", "Winter tea", "TWD", 1204, 87, 1601),
        ("11-01", "google", "Brand", "TWD", 300, 12, 180),
        ("11-02", "google", "Winter tea", "TWD", 1000, 0, 0),
    ]
    assert understood(files.GOOGLE).totals == 2


def test_google_in_chinese():
    assert figures(files.GOOGLE_ZH) == [
        ("11-01", "google", "冬季茶", "TWD", 1204, 87, 1601),
        ("11-02", "google", "冬季茶", "TWD", 900, 40, 700),
    ]


def test_meta_with_its_summary_and_the_currency_in_a_name():
    assert figures(files.META) == [
        ("11-01", "facebook", "Tea, for the cold", "TWD", 5020, 101, 812),
        ("11-02", "facebook", "Tea, for the cold", "TWD", 4800, 0, 790),
    ]


def test_meta_in_chinese():
    assert [row[4:] for row in figures(files.META_ZH)] == [(5020, 101, 812), (4800, 99, 790)]


def test_meta_without_link_clicks_has_all_clicks():
    text = "Day,Campaign name,Impressions,Clicks (all),Amount spent (USD)\n2026-11-01,A,9,3,1.25\n"
    assert figures(text) == [("11-01", "facebook", "A", "USD", 9, 3, 125)]


def test_beside_a_column_of_days_metas_period_is_no_range():
    text = (
        "Campaign name,Day,Impressions,Amount spent (TWD),Reporting starts,Reporting ends\n"
        "A,2026-11-02,10,5,2026-11-01,2026-11-30\n"
    )
    assert figures(text) == [("11-02", "facebook", "A", "TWD", 10, 0, 5)]


def test_a_range_of_days_is_refused_with_the_reason():
    text = "Reporting starts,Reporting ends,Campaign name,Amount spent (TWD)\n"
    text += "2026-11-01,2026-11-07,A,9\n"
    ((line, words),) = errors(text)
    assert line == 2
    assert "from 2026-11-01 to 2026-11-07" in words
    assert "breakdown by day" in words


def test_the_plain_form_with_many_sources_and_currencies():
    assert figures(files.PLAIN) == [
        ("11-01", "newsletter", "autumn", "USD", 500, 40, 1250),
        ("11-02", "newsletter", "autumn", "USD", 500, 41, 1300),
        ("11-02", "line", "", "TWD", 100, 5, 1200),
    ]
    assert figures(files.PLAIN_ZH)[0] == ("11-01", "newsletter", "秋", "USD", 500, 40, 1250)


@pytest.mark.parametrize("day", ["日", "日期", " 日 "])
def test_a_day_may_be_called_so_in_chinese(day):
    text = f"{day},來源,廣告活動,曝光,點擊,費用,幣別\n2026-11-01,line,秋,9,3,5,TWD\n"
    for content in (text, text.encode("cp950")):
        assert figures(content) == [("11-01", "line", "秋", "TWD", 9, 3, 5)]


def test_ad_groups_of_a_day_add_up_and_money_is_rounded_once():
    text = "Day,Campaign,Ad group,Currency code,Impr.,Clicks,Cost\n" + (
        "2026-11-01,A,x,TWD,10,1,0.40\n" * 3
    )
    assert figures(text) == [("11-01", "google", "A", "TWD", 30, 3, 1)]


@pytest.mark.parametrize(
    "content",
    [
        files.GOOGLE_ZH.replace(",", "\t").replace('"1\t', '"1,').encode("utf-16"),
        files.GOOGLE_ZH.encode("utf-8-sig"),
        files.GOOGLE_ZH.replace("\n", "\r\n").encode(),
        files.GOOGLE_ZH.encode("cp950"),
        b"\xfe\xff" + files.GOOGLE_ZH.encode("utf-16-be"),
    ],
    ids=["UTF-16 with tabs", "byte-order mark", "Windows lines", "Big5", "big-endian"],
)
def test_letters_and_separators(content):
    (first, _second) = figures(content.replace(b'"1,204"', b"1204"))
    assert first[:4] == ("11-01", "google", "冬季茶", "TWD")
    assert first[4:] == (1204, 87, 1601)


def test_semicolons_and_decimal_commas():
    text = "day;source;campaign;impressions;clicks;cost;currency\n"
    text += "2026-11-01;bing;A;1.204;10;1.234,50;EUR\n2026-11-02;bing;A;5;1;0,5;EUR\n"
    assert [row[4:] for row in figures(text)] == [(1204, 10, 123450), (5, 1, 50)]


def test_only_the_days_of_one_form_need_no_word():
    text = "day,source,cost,currency\n{},x,1,TWD\n{},x,1,TWD\n"
    assert [row[0] for row in figures(text.format("03/11/2026", "13/11/2026"))] == [
        "11-03",
        "11-13",
    ]
    assert [row[0] for row in figures(text.format("11/03/2026", "11/13/2026"))] == [
        "11-03",
        "11-13",
    ]
    assert [row[0] for row in figures(text.format("2026年11月3日", "Nov 13 2026"))] == [
        "11-03",
        "11-13",
    ]
