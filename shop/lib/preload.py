"""A `Link` header by which browsers fetch a page's first picture before they have read the page
(and a CDN may send it ahead of the page, as 103 Early Hints)."""

from shop.lib.tags import PHONE, PHONE_MOST, by_width

DESKTOP = "(min-width: 700px)"


def preload(picture: object, *, phone: object = None, most: int = 2400) -> str:
    """For a picture that `{% picture picture sizes="100vw" phone=phone %}` draws: what a phone and
    what a wider screen is to fetch, in AVIF. "" without a picture."""
    if not picture:
        return ""
    if not phone:
        return link(picture, most, "")
    return f"{link(phone, PHONE_MOST, PHONE)}, {link(picture, most, DESKTOP)}"


def link(picture: object, most: int, media: str) -> str:
    source = by_width(picture, "100vw", most)
    first = source["srcset"].split(" ")[0]
    values = {
        "as": "image",
        "type": source["type"],
        "imagesrcset": source["srcset"],
        "imagesizes": source.get("sizes", ""),
        "media": media,
        "fetchpriority": "high",
    }
    given = "; ".join(f'{name}="{value}"' for name, value in values.items() if value)
    return f"<{first}>; rel=preload; {given}"
