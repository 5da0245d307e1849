"""English is set in Latin faces, Chinese in Chinese ones."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CHINESE = re.compile(r"CJK|TC\b|PMingLiU|JhengHei")
SHEETS = ["shop.css", "admin-shop.css", "packing-slip.css"]


def rules(sheet):
    """Each rule that names a face: its selector and its own declarations."""
    text = re.sub(
        r"/\*.*?\*/", "", (Path(settings.BASE_DIR) / "static" / sheet).read_text(), flags=re.S
    )
    return [rule for rule in re.findall(r"([^{};]+)\{(?=([^{}]*))", text) if "serif" in rule[1]]


@pytest.mark.parametrize("sheet", SHEETS)
def test_only_chinese_pages_ask_for_chinese_faces(sheet):
    asked = {":lang(zh)" in selector for selector, faces in rules(sheet) if CHINESE.search(faces)}
    assert asked <= {True}


@pytest.mark.parametrize("sheet", ["shop.css", "admin-shop.css"])
def test_english_headings_reach_georgia_before_any_serif(sheet):
    english = [faces for selector, faces in rules(sheet) if ":lang" not in selector]
    assert any(re.search(r"--serif:[^;]*Georgia,\s+serif;", faces) for faces in english)


def test_chinese_pages_have_chinese_faces():
    chinese = [faces for selector, faces in rules("shop.css") if ":lang(zh)" in selector]
    assert "Noto Serif TC" in chinese[0]
    assert "PingFang TC" in chinese[0]
