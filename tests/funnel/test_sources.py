"""Where a visit came from."""

from random import Random
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from funnel.api import Stage, record
from funnel.models import Journey
from funnel.sources import arrival, clean, device

OURS = {"shop.example"}


def found(query="", referrer=""):
    return arrival(QueryDict(query), referrer, OURS)


@pytest.mark.parametrize(
    ("query", "source", "medium"),
    [
        ("utm_source=Facebook&utm_medium=CPC", "facebook", "cpc"),
        ("utm_source=line", "line", None),
        ("gclid=x", "google", "cpc"),
        ("fbclid=x", "facebook", "social"),
        ("msclkid=x", "bing", "cpc"),
        ("ttclid=x", "tiktok", "paid_social"),
        ("utm_source=google&gclid=x", "google", "cpc"),
        ("utm_source=partner&fbclid=x&utm_medium=banner", "partner", "banner"),
        ("utm_medium=email", None, "email"),
        ("gclid=", None, None),
        ("ref=a1b2c3&fbclid=x", "share", "referral"),
        ("ref=a1b2c3&utm_source=letter", "letter", "referral"),
    ],
)
def test_tags_and_click_ids(query, source, medium):
    assert (found(query).get("source"), found(query).get("medium")) == (source, medium)


@pytest.mark.parametrize(
    ("referrer", "source", "medium"),
    [
        ("https://www.google.com.tw/", "google", "organic"),
        ("https://www.google.de/", "google", "organic"),
        ("https://search.yahoo.co.jp/", "yahoo", "organic"),
        ("https://duckduckgo.com/?q=coffee", "duckduckgo", "organic"),
        ("https://l.facebook.com/l.php?u=x", "facebook", "social"),
        ("https://t.co/abc", "twitter", "social"),
        ("https://www.dcard.tw/f/food", "dcard", "social"),
        ("https://blog.example/post", "blog.example", "referral"),
        ("https://shop.example/checkout/", None, None),
        ("https://www.shop.example/", None, None),
        ("https://google.blog.example/", "google.blog.example", "referral"),
        ("https://notgoogle.example/", "notgoogle.example", "referral"),
        ("", None, None),
        ("http://[broken", None, None),
        ("android-app://com.google.android.gm/", "com.google.android.gm", "referral"),
    ],
)
def test_referrers(referrer, source, medium):
    kept = found(referrer=referrer)

    assert (kept.get("source"), kept.get("medium")) == (source, medium)


def test_the_kind_of_click_id_is_kept_and_its_value_is_not():
    kept = found("gclid=secret-of-a-person")

    assert kept["click"] == "gclid"
    assert "secret-of-a-person" not in kept.values()


def test_a_campaign_keeps_its_letters():
    assert found("utm_campaign=Spring+Sale")["campaign"] == "Spring Sale"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\0b\nc", "abc"),
        ("\ud800x", "x"),
        ("‮evil", "evil"),
        ("Cafe\u0301", "Café"),
        ("x" * 10_000, "x" * 100),
        ("  spaced  ", "spaced"),
        ("廣告", "廣告"),
    ],
)
def test_text_is_cleaned_and_bounded(text, kept):
    assert clean(text) == kept


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148", "phone"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (Linux; Android 15; SM-X900) Chrome/140.0 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) Mobile/15E148", "tablet"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36", "computer"),
        ("", ""),
    ],
)
def test_devices(agent, kind):
    assert device(agent) == kind


@pytest.mark.django_db(databases="__all__")
def test_a_link_full_of_emoji_is_recorded(rf):
    """PostgreSQL refuses rows of an index that are too long, and with them the visit."""
    marks = [chr(code) for code in range(0x1F300, 0x1F5E0)]
    words = ["".join(Random(number).choices(marks, k=100)) for number in range(6)]
    names = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
    query = urlencode(dict(zip(names, words, strict=False)))
    headers = {"user-agent": "Firefox", "referer": f"https://{words[5]}/"}
    request = rf.get(f"/?{query}", headers=headers)
    assert record(request, Stage.LANDING, visitor="ada", page=words[0][:50])
    assert Journey.objects.get().term == words[3][:75]
