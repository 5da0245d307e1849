"""Where a visit came from, read off the landing's address, its referrer and its user agent.

Every value is cleaned and bounded before it is kept. Missing ones are left out: the counting
names them "(direct)" and "(none)".
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

LONGEST, LONGEST_REF = 100, 40
MOST_BYTES = 300  # of UTF-8: PostgreSQL's indexes hold rows of 2,700 with all values of a landing
SHARED = ("share", "referral")
# Controls, surrogates, bidi overrides and other invisible characters.
UNWANTED = {"Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp"}
# Click ids say who was paid (or asked) for the click when nobody tagged the link.
CLICK_IDS = {
    "gclid": ("google", "cpc"),
    "gbraid": ("google", "cpc"),
    "wbraid": ("google", "cpc"),
    "msclkid": ("bing", "cpc"),
    "yclid": ("yandex", "cpc"),
    "ttclid": ("tiktok", "paid_social"),
    "twclid": ("twitter", "paid_social"),
    "li_fat_id": ("linkedin", "paid_social"),
    "ldtag_cl": ("line", "paid_social"),
    # Facebook and Instagram add theirs to every outgoing link, paid or not.
    "fbclid": ("facebook", "social"),
    "igshid": ("instagram", "social"),
}
SEARCH = {"google", "bing", "yahoo", "duckduckgo", "baidu", "ecosia", "yandex", "naver", "sogou"}
SOCIAL = {
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "instagram.com": "instagram",
    "threads.net": "threads",
    "threads.com": "threads",
    "twitter.com": "twitter",
    "x.com": "twitter",
    "t.co": "twitter",
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "tiktok.com": "tiktok",
    "pinterest.com": "pinterest",
    "linkedin.com": "linkedin",
    "lnkd.in": "linkedin",
    "reddit.com": "reddit",
    "line.me": "line",
    "dcard.tw": "dcard",
    "ptt.cc": "ptt",
    "weibo.com": "weibo",
    "xiaohongshu.com": "xiaohongshu",
}
PHONE = re.compile(r"Mobi|iPhone|iPod|Opera Mini", re.IGNORECASE)
TABLET = re.compile(r"iPad|Tablet|PlayBook|Silk|Kindle|Android(?!.*Mobi)", re.IGNORECASE)


def arrival(query: Mapping[str, str], referrer: str, own_hosts: set[str]) -> dict[str, str]:
    """Source, medium, campaign, term, content, referrer host, kind of click id and sharer's mark.

    A link that a visitor shared (`?ref=`) is a share wherever it was read; the owner's own tags
    say more.
    """
    click = next((name for name in CLICK_IDS if query.get(name)), "")
    host = referring_host(referrer, own_hosts)
    ref = clean(query.get("ref", ""))[:LONGEST_REF]
    source, medium = SHARED if ref else CLICK_IDS.get(click) or _of_host(host)
    if tagged := clean(query.get("utm_source", "")).lower():
        source, medium = tagged, medium if click or ref else ""
    found = {
        "source": source,
        "medium": clean(query.get("utm_medium", "")).lower() or medium,
        "campaign": clean(query.get("utm_campaign", "")),
        "term": clean(query.get("utm_term", "")),
        "content": clean(query.get("utm_content", "")),
        "referrer": host,
        "click": click,
        "ref": ref,
    }
    return {name: value for name, value in found.items() if value}


def referring_host(referrer: str, own_hosts: set[str]) -> str:
    """The other site's host without "www.", or "" for none, our own or rubbish."""
    try:
        host = urlsplit(referrer).hostname or ""
    except ValueError:
        return ""
    host = clean(host.removeprefix("www."))
    return "" if host in {own.removeprefix("www.") for own in own_hosts} else host


@lru_cache(maxsize=1024)
def _of_host(host: str) -> tuple[str, str]:
    labels = host.split(".")
    for suffix in (".".join(labels[i:]) for i in range(len(labels))):
        if suffix in SOCIAL:
            return SOCIAL[suffix], "social"
    # google.de, but also google.com.tw and google.co.uk.
    ending = 2 if len(labels) > 2 and labels[-2] in {"com", "co"} else 1
    name = ".".join(labels[-1 - ending : -ending])
    if name in SEARCH:
        return name, "organic"
    return host, "referral" if host else ""


@lru_cache(maxsize=4096)
def device(agent: str) -> str:
    """phone, tablet or computer; "" when the browser doesn't say who it is."""
    if TABLET.search(agent):
        return "tablet"
    if PHONE.search(agent):
        return "phone"
    return "computer" if agent else ""


def clean(text: str) -> str:
    """One line of at most 100 visible characters (75 where they are emoji), normalised (NFC)."""
    if text.isascii() and text.isprintable():
        return text.strip()[:LONGEST]
    kept = "".join(c for c in text[:1000] if unicodedata.category(c) not in UNWANTED)
    kept = unicodedata.normalize("NFC", kept).strip()[:LONGEST]
    return kept.encode()[:MOST_BYTES].decode(errors="ignore")
