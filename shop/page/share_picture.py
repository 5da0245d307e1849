"""The picture that goes with a shared link: brand, title and price beside the product's art.

A page names it by what is on it, and it is drawn when it is first asked for: so another title,
price or picture has another address, and no visitor waits for a drawing.
"""

import hashlib
import io
import json
import re
from dataclasses import asdict, dataclass, field
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont, ImageOps

from shop.catalogue.models import Picture
from shop.lib import images
from shop.lib.money import format_money
from shop.page.content import Content
from shop.page.fonts import font_for
from shop.page.models import Page, Storefront

WIDTH, HEIGHT = 1200, 630  # what Facebook, LINE and X cut nothing off
WORDS, MARGIN = 640, 64  # the words' part, and the room around them
TITLE_SIZES = (64, 56, 50, 44, 38)
MOST_LINES = 4
DESIGN = 1  # another number draws all of them anew
# A word, or a Chinese letter with what may not begin a line.
PIECES = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff][，。、；：！？」』）…]*|[^\s\u2e80-\u9fff]+|\s+")


@dataclass(frozen=True)
class Shared:
    """The picture as a page's head names it."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Card:
    """What is on the picture."""

    brand: str
    title: str
    price: str
    language: str
    paper: str
    ink: str
    primary: str
    alert: str
    face: str = "serif"
    art: str = ""
    art_at: tuple[float, float] = (0.5, 0.5)
    font: str = field(default_factory=lambda: settings.SHARE_FONT)
    design: int = DESIGN

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:16]

    def font_for(self, text: str) -> ImageFont.FreeTypeFont | None:
        """One font for all of the words where there is one, else one for these."""
        words = self.brand + self.title + self.price
        return font_for(words, self.face, self.language) or font_for(text, self.face, self.language)


def shared(content: Content, storefront: Storefront) -> Shared:
    """The owner's own picture, or one that is drawn; `content`'s language is the active one."""
    if own := content.page.share_picture:
        width = images.nearest(own.widths, WIDTH)
        height = round(own.height * width / own.width)
        address = urljoin(settings.SITE_URL, own.url(width))
        return Shared(address, width, height, own.alt or content.page.title)
    card = card_of(content, storefront)
    path = reverse("share_picture", args=[content.page.pk, card.digest])
    return Shared(settings.SITE_URL + path, WIDTH, HEIGHT, content.page.title)


def card_of(content: Content, storefront: Storefront) -> Card:
    page, price, art = content.page, "", content.art
    if content.least is not None:
        least = format_money(content.least, storefront.currency, page.language)
        price = _("from %(price)s") % {"price": least}
    look = storefront.look
    return Card(
        brand=storefront.name,
        title=without_brand(page.title, storefront.name) or storefront.tagline,
        price=price,
        language=page.language,
        face=look.theme.face,
        **{name: look.light[name] for name in ("paper", "ink", "primary", "alert")},
        **({"art": picture_file(art), "art_at": middle(art)} if art else {}),
    )


def without_brand(title: str, brand: str) -> str:
    """“Wushan Coffee: from Alishan” → “From Alishan”: the brand stands above it."""
    rest = title.removeprefix(brand).lstrip(" :：·|–—-")
    return rest[:1].upper() + rest[1:]


def middle(picture: Picture) -> tuple[float, float]:
    """What must stay in sight of it, as parts of its width and height."""
    x, y = picture.focus or (50, 50)
    return x / 100, y / 100


def picture_file(picture: Picture) -> str:
    width = images.nearest(picture.widths, 1200)
    return f"pictures/{picture.token}/{width}.{images.extensions(picture.transparent)[-1]}"


@require_safe
def share_picture(request: HttpRequest, page_id: int, digest: str) -> HttpResponse:
    """The picture's bytes, for ever the same; an old address leads to the new picture."""
    name = file_name(page_id, digest)
    if not default_storage.exists(name):
        page = Page.objects.published().filter(pk=page_id).first()
        if page is None:
            raise Http404
        with translation.override(page.language):
            card = card_of(Content(page), Storefront.current())
        if card.digest != digest:
            return redirect("share_picture", page_id, card.digest)
        keep(page_id, card)
    with default_storage.open(name) as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Robots-Tag"] = "all"
    return response


def file_name(page_id: int, digest: str) -> str:
    return f"share/{page_id}-{digest}.jpg"


def keep(page_id: int, card: Card) -> None:
    """Draw the picture and store it in place of the page's earlier ones."""
    name, content = file_name(page_id, card.digest), io.BytesIO()
    draw(card).save(content, "JPEG", quality=86, optimize=True, progressive=True)
    kept = default_storage.save(name, ContentFile(content.getvalue()))
    for other in default_storage.listdir("share")[1]:
        if other.startswith(f"{page_id}-") and f"share/{other}" not in (name, kept):
            default_storage.delete(f"share/{other}")
    if kept != name:  # somebody else drew it in the same moment
        default_storage.delete(kept)


def draw(card: Card) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), card.paper)
    room = WIDTH - 2 * MARGIN
    if art := art_of(card):
        picture.paste(art, (WORDS, 0))
        room = WORDS - 2 * MARGIN
    pen = ImageDraw.Draw(picture)
    if font := card.font_for(card.brand):
        pen.text((MARGIN, MARGIN), card.brand, card.primary, font.font_variant(size=36))
    if font := card.font_for(card.title):
        write_title(pen, card, font, room)
    if card.price and (font := card.font_for(card.price)):
        bottom = HEIGHT - MARGIN
        pen.rectangle((MARGIN, bottom - 70, MARGIN + 56, bottom - 66), card.alert)
        pen.text((MARGIN, bottom), card.price, card.alert, font.font_variant(size=40), "ls")
    return picture


def art_of(card: Card) -> Image.Image | None:
    """The product's art for the right side, or None where its file is gone."""
    if not card.art:
        return None
    try:
        with default_storage.open(card.art) as file, Image.open(file) as art:
            whole = Image.new("RGB", art.size, card.paper)
            whole.paste(art, mask=art.getchannel("A") if art.mode == "RGBA" else None)
    except OSError:
        return None
    return ImageOps.fit(whole, (WIDTH - WORDS, HEIGHT), centering=card.art_at)


def write_title(
    pen: ImageDraw.ImageDraw, card: Card, font: ImageFont.FreeTypeFont, room: int
) -> None:
    """As large as it fits, its middle a little above the picture's."""
    for size in TITLE_SIZES:
        font = font.font_variant(size=size)
        lines = wrapped(card.title, font, room)
        if len(lines) <= MOST_LINES:
            break
    else:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1].rstrip("，。, .") + " …"]
    at = (MARGIN, HEIGHT / 2)
    pen.multiline_text(at, "\n".join(lines), card.ink, font, "lm", spacing=size * 0.28)


def wrapped(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """`text` in lines of at most `room` pixels, where words allow it."""
    lines = [""]
    for piece in PIECES.findall(text):
        if lines[-1] and font.getlength((lines[-1] + piece).rstrip()) > room:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()]
