"""What the platforms call their columns, in English and in Taiwan's Chinese."""

import re
import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The better name first: a file with both has its link clicks and all clicks (also on the picture).
NAMES: Mapping[str, tuple[str, ...]] = {
    "day": (
        *("day", "date", "reporting starts"),
        *("天", "日", "天數", "日期", "分析報告開始", "報告開始日期"),
    ),
    "until": ("reporting ends", "分析報告結束", "報告結束日期"),
    "source": ("source", "utm_source", "來源"),
    "campaign": (
        *("campaign", "campaign name", "utm_campaign"),
        *("廣告活動", "廣告活動名稱", "行銷活動名稱", "行銷活動"),
    ),
    "impressions": ("impressions", "impr.", "impr", "曝光次數", "曝光", "曝光數"),
    "clicks": (
        *("link clicks", "clicks", "clicks (all)"),
        *("連結點擊次數", "點擊次數", "點擊", "點擊數", "點擊次數(全部)"),
    ),
    "cost": ("cost", "amount spent", "spend", "費用", "花費金額", "花費", "成本"),
    "currency": ("currency code", "currency", "貨幣代碼", "幣別代碼", "貨幣", "幣別"),
}
LABELS = {
    "day": pgettext_lazy("date", "day"),
    "until": _("last day"),
    "source": _("source"),
    "campaign": _("campaign"),
    "impressions": _("impressions"),
    "clicks": _("clicks"),
    "cost": _("cost"),
    "currency": _("currency"),
}
NEEDED = ("day", "cost")
STARTS = {"reporting starts", "分析報告開始", "報告開始日期"}
OF_GOOGLE = {"impr.", "currency code", "貨幣代碼", "幣別代碼"}
OF_META = {*STARTS, "amount spent", "花費金額", "link clicks", "連結點擊次數"}
CURRENCY = re.compile(r"\(([A-Z]{3})\)$")
FIELDS = {name: field for field, names in NAMES.items() for name in names}
CHINESE = [name for name in FIELDS if not name.isascii() and name != "日"]  # in many other words


def plain(name: str) -> str:
    """`Amount spent (TWD)` → `amount spent`; full-width letters and brackets become plain ones."""
    text = CURRENCY.sub("", unicodedata.normalize("NFKC", name).strip())
    return " ".join(text.lower().split())


def known(name: str) -> str | None:
    """The field that a column of this name holds."""
    return FIELDS.get(plain(name))


def known_in_chinese(text: str) -> bool:
    return any(name in text for name in CHINESE)


def named_currency(name: str) -> str:
    """`花費金額 (TWD)` → `TWD`."""
    found = CURRENCY.search(unicodedata.normalize("NFKC", name).strip())
    return found[1] if found else ""


def guess(header: list[str]) -> dict[str, int]:
    """The place of each field's column in the header, as far as its name is known."""
    places = {plain(name): place for place, name in reversed(list(enumerate(header)))}
    found = {}
    for field, names in NAMES.items():
        place = next((places[name] for name in names if name in places), None)
        if place is not None:
            found[field] = place
    # Beside a column of days, "reporting starts" and "ends" say the report's period.
    if "until" in found and plain(header[found["day"]] if "day" in found else "") not in STARTS:
        del found["until"]
    return found


def platform(header: list[str]) -> str:
    """The source that visits from this platform have: google, facebook, or "" for any other."""
    names = {plain(name) for name in header}
    if "source" in {FIELDS.get(name) for name in names}:
        return ""
    if names & OF_META:
        return "facebook"
    return "google" if names & OF_GOOGLE else ""
