"""Copies of pages and sections, to be changed without touching the original."""

from itertools import count

from django.db import models, transaction

from shop.page.models import Page, Section

MOST_TITLE = Page._meta.get_field("title").max_length
MOST_SLUG = Page._meta.get_field("slug").max_length


def duplicate_page(page: Page, *, title: str) -> Page:
    """A campaign page: the same sections, items and questions under an address of its own, not
    published. Products, stock, coupons and orders are the shop's: all pages share them."""
    with transaction.atomic():
        # Locked: of two at once, the second sees which address the first has taken.
        Page.objects.select_for_update().filter(pk=page.pk).first()
        own = {"title": title[:MOST_TITLE], "slug": free_slug(page.slug)}
        new = copy(page, **own, published=False, is_default=False, translation_of=None)
        for section in page.sections.all():
            duplicate_section(section, page=new, position=section.position)
        for question in page.questions.all():
            copy(question, page=new)
    return new


def duplicate_section(section: Section, *, page: Page, position: int) -> Section:
    """The same section with its items, on `page` at `position`."""
    with transaction.atomic():
        new = copy(section, page=page, position=position)
        for item in section.items.all():
            copy(item, section=new)
    return new


def copy(row: models.Model, **changed: object) -> models.Model:
    """A new row like `row` but for `changed`."""
    names = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    kept = {name: getattr(row, name) for name in names if name != "created_at"}
    return type(row).objects.create(**{**kept, **changed})


def free_slug(slug: str) -> str:
    """`spring` → `spring-2`, or the next number that no page has."""
    for number in count(2):
        ending = f"-{number}"
        wanted = slug[: MOST_SLUG - len(ending)] + ending
        if not Page.objects.filter(slug=wanted).exists():
            return wanted
    raise AssertionError("count() never ends")
