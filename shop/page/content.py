"""Everything a page shows, read from the database in a handful of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Prefetch, QuerySet, Sum
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Picture, Product
from shop.lib.preload import preload
from shop.orders.models import OrderLine
from shop.page.family import Family
from shop.page.models import Item, Page, Question, Section, Storefront, Testimonial
from shop.page.schedule import when
from shop.page.wares import Ware, wares_at
from shop.payments.providers import PROVIDERS, Provider

NAV = {
    Section.Kind.PRODUCTS: _("Shop"),
    Section.Kind.STORY: _("Story"),
    Section.Kind.TESTIMONIALS: _("Reviews"),
    Section.Kind.FAQ: _("Questions"),
}


@dataclass(frozen=True)
class Part:
    """A section with the id it has on the page, the template and the ground it is drawn on.

    `note`: in a draft, why visitors don't see it.
    """

    section: Section
    anchor: str
    ground: str
    note: str = ""

    @property
    def template(self) -> str:
        return f"page/_{self.section.kind}.html"


class Content:
    """What is on `page` now, each part read when a template first asks for it.

    `draft`: with the sections that visitors don't see.
    """

    def __init__(self, page: Page, *, draft: bool = False) -> None:
        self.page, self.draft = page, draft
        self.now = timezone.now()

    @cached_property
    def sections(self) -> list[Section]:
        """What is not hidden, in order: now on the page, or to come."""
        items = Prefetch("items", Item.objects.select_related("picture"))
        sections = self.page.sections.all()
        if not self.draft:
            sections = sections.to_come(self.now)
        return list(sections.select_related("picture", "phone_picture").prefetch_related(items))

    @property
    def changes_at(self) -> datetime | None:
        """The next moment at which what is shown changes by itself, if one is known."""
        moments = [moment for section in self.sections for moment in section.schedule]
        moments += [ware.changes_at for ware in self.wares if ware.changes_at]
        return min((moment for moment in moments if moment > self.now), default=None)

    @cached_property
    def parts(self) -> list[Part]:
        """The sections that are shown now, on paper and mist in turn."""
        shown = [one for one in self.sections if self.draft or one.has_begun(self.now)]
        parts, anchors = [], set()
        for number, section in enumerate(shown):
            anchor = f"{section.kind}-{section.id}" if section.kind in anchors else section.kind
            anchors.add(anchor)
            note = when(section, self.now) if self.draft and not self.seen(section) else ""
            parts.append(Part(section, anchor, "mist" if number % 2 else "paper", note))
        return parts

    def seen(self, section: Section) -> bool:
        """Whether visitors see this section now."""
        over = section.show_until and section.show_until <= self.now
        return section.visible and section.has_begun(self.now) and not over

    def shows(self, kind: Section.Kind) -> bool:
        """Whether a visible section is of this kind."""
        return any(part.section.kind == kind for part in self.parts)

    @property
    def nav(self) -> list[tuple[str, str]]:
        """Anchors of the page that people look for, each with a word."""
        return [(part.anchor, NAV[part.anchor]) for part in self.parts if part.anchor in NAV]

    @property
    def preload(self) -> str:
        """A Link header for the picture of the first screen."""
        first = next((part.section for part in self.parts), None)
        if first is None or first.kind != Section.Kind.HERO:
            return ""
        return preload(first.picture, phone=first.phone_picture)

    @property
    def art(self) -> Picture | None:
        """What stands for the page elsewhere: the first product's picture, or a section's."""
        pictures = [picture for ware in self.wares for picture in ware.pictures[:1]]
        pictures += [part.section.picture for part in self.parts]
        return next(filter(None, pictures), None)

    @property
    def hues(self) -> str:
        """A name for the products' hues, by which browsers see that they changed."""
        return "".join(ware.product.colour for ware in self.wares).replace("#", "")

    @cached_property
    def wares(self) -> list[Ware]:
        """Published products that have something for sale, with the prices of now."""
        return wares_at(self.now, Storefront.current().currency)

    @cached_property
    def least(self) -> int | None:
        """The lowest price on the page, in stored units."""
        return min((ware.least for ware in self.wares), default=None)

    @cached_property
    def questions(self) -> QuerySet[Question]:
        return self.page.questions.all()

    @cached_property
    def testimonials(self) -> list[Testimonial]:
        """Approved ones in the page's language."""
        approved = Testimonial.objects.approved().filter(language=self.page.language)
        return list(approved.select_related("product", "order", "portrait", "photo"))

    @cached_property
    def rating(self) -> float | None:
        """The mean of the testimonials' stars."""
        stars = [testimonial.stars for testimonial in self.testimonials]
        return sum(stars) / len(stars) if stars else None

    @property
    def spread(self) -> list[tuple[int, int]]:
        """How many testimonials gave five stars, four, and so on."""
        counts = Counter(testimonial.stars for testimonial in self.testimonials)
        return [(stars, counts[stars]) for stars in range(5, 0, -1)]

    @property
    def reviews_anchor(self) -> str:
        """Where on the page the reviews are, or ""."""
        found = (p.anchor for p in self.parts if p.section.kind == Section.Kind.TESTIMONIALS)
        return next(found, "")

    @property
    def payments(self) -> list[Provider]:
        """The ways to pay that are really open to buyers."""
        return [provider for provider in PROVIDERS.values() if provider.available()]

    @property
    def sent(self) -> int:
        """How many things left in parcels this month; counted anew once a minute."""
        return cache.get_or_set("sent-this-month", sent_this_month, 60)

    @cached_property
    def family(self) -> Family:
        """The page and the published ones that say the same in other languages."""
        return Family(list(Page.objects.published().family_of(self.page)))

    @property
    def others(self) -> list[Page]:
        """Its family without itself."""
        return [page for page in self.family.pages if page != self.page]


def sent_this_month() -> int:
    """From shipped orders only: what we tell visitors of ourselves is true."""
    start = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = OrderLine.objects.filter(
        order__shipped_at__gte=start, order__refunded_at=None, order__cancelled_at=None
    )
    return lines.aggregate(Sum("quantity"))["quantity__sum"] or 0


def hues() -> dict[str, str]:
    """Each published product's hue by its slug."""
    products = Product.objects.published().exclude(colour="")
    return dict(products.values_list("slug", "colour"))
