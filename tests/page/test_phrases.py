"""A Chinese heading breaks where it pauses, not inside a word."""

import pytest

from shop.demo import texts_zh
from shop.lib.tags import in_phrases

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("heading", ["每天下午兩點，霧會上來", "哪個時段是你的？", "喝第一杯之前"])
def test_short_phrases_are_kept_whole(heading):
    assert in_phrases(heading)


@pytest.mark.parametrize("heading", ["", "Which hour is yours?", "嘉義阿里山小農直送的濾掛咖啡"])
def test_what_is_longer_or_english_breaks_as_it_did(heading):
    assert not in_phrases(heading)


def test_the_first_thing_that_a_chinese_buyer_reads_is_kept_whole():
    assert in_phrases(texts_zh.HERO.heading)


def test_the_page_says_so(add_section, see):
    add_section("faq", heading="喝第一杯之前")
    assert 'class="phrases">喝第一杯之前<' in see()
