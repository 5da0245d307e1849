"""The demo shop, built from `texts` and `texts_zh` through the public verbs. What is there already
stays as it is, whatever the owner made of it since."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone, translation

from shop.catalogue import stock
from shop.catalogue.models import Picture, Product, Variant
from shop.catalogue.pictures import add_picture
from shop.delivery.models import DeliveryMethod
from shop.demo import texts, texts_zh
from shop.demo.people import DOMAIN
from shop.offers.models import Coupon, LimitedOffer
from shop.orders.models import Order
from shop.page.document import forget_pages
from shop.page.models import Item, Page, Question, Section, Storefront, Testimonial

PICTURES = Path(settings.BASE_DIR) / "static" / "demo"
BY = "demo"
# The first is the page at /.
PAGES: tuple[ModuleType, ...] = (texts, texts_zh)
Say = Callable[[str], None]
Pictures = dict[texts.Picture, Picture]


@translation.override("en")
def build_shop(*, say: Say = lambda words: None) -> None:
    """Make what is missing of the demo shop. `say` is told what is being done."""
    pictures: Pictures = {}
    if not Storefront.objects.filter(pk=1).exists():
        say("Storefront and delivery")
        build_storefront(texts.STOREFRONT)
    for position, method in enumerate(texts.DELIVERY_METHODS):
        build_delivery(method, position)
    for position, product in enumerate(texts.PRODUCTS):
        if not Product.objects.filter(slug=product.slug).exists():
            say(f"Product: {product.name}")
            build_product(product, position)
    for coupon in texts.COUPONS:
        build_coupon(coupon)
    for offer in texts.LIMITED_OFFERS:
        build_limited_offer(offer)
    for position, words in enumerate(PAGES):
        if not Page.objects.filter(slug=words.PAGE.slug).exists():
            say(f"Page: {words.PAGE.title}")
            is_default = not (position or Page.objects.filter(is_default=True))
            build_page(words, pictures, is_default=is_default)
    link_translations()
    add_chinese()
    forget_pages()


def build_storefront(words: texts.Storefront) -> None:
    kept = {field.name for field in Storefront._meta.fields} - {"logo"}
    given = {name: value for name, value in vars(words).items() if name in kept}
    Storefront.objects.create(pk=1, logo=picture(words.logo), **given)


def build_delivery(words: texts.DeliveryMethod, position: int) -> None:
    rest = {name: value for name, value in vars(words).items() if name != "name"}
    DeliveryMethod.objects.get_or_create(name=words.name, defaults={**rest, "position": position})


def build_coupon(words: texts.Coupon) -> None:
    rest = {name: value for name, value in vars(words).items() if name != "code"}
    Coupon.objects.get_or_create(code=words.code, defaults=rest)


def build_limited_offer(words: texts.LimitedOffer) -> None:
    if LimitedOffer.objects.filter(label=words.label).exists():
        return
    starts = timezone.now() + timedelta(days=words.begins_after)
    ends = timezone.localtime(starts + timedelta(days=words.days)).replace(hour=18, minute=0)
    with transaction.atomic():
        offer = LimitedOffer.objects.create(
            label=words.label,
            percent=words.percent,
            starts_at=starts,
            ends_at=ends.replace(second=0, microsecond=0),
        )
        offer.products.set(Product.objects.filter(slug__in=words.products))


def build_product(words: texts.Product, position: int) -> None:
    """A product with its pictures, variants and first stock: all of it or nothing."""
    pictures = [picture(shot) for shot in words.pictures]
    columns = ("name", "slug", "tagline", "description", "colour", "option_name", "published")
    with transaction.atomic():
        product = Product.objects.create(
            **{name: getattr(words, name) for name in columns}, position=position
        )
        for place, shot in enumerate(pictures):
            Picture.objects.filter(pk=shot.pk).update(product=product, position=place)
        for place, variant in enumerate(words.variants):
            build_variant(variant, product, place)


def build_variant(words: texts.Variant, product: Product, position: int) -> None:
    rest = {name: value for name, value in vars(words).items() if name != "stock"}
    variant = Variant.objects.create(product=product, position=position, **rest)
    stock.adjust(variant, words.stock, by=BY, note="The demo's first delivery")


def build_page(words: ModuleType, pictures: Pictures, *, is_default: bool) -> None:
    """A page with its sections, questions and testimonials: all of it or nothing. `pictures` are
    those that an earlier page took in; this page's are added."""
    wanted = [p for s in words.SECTIONS for p in (s.picture, s.phone_picture)]
    wanted += [p for review in words.TESTIMONIALS for p in (review.portrait, review.photo)]
    pictures |= {words: picture(words) for words in wanted if words and words not in pictures}
    with transaction.atomic():
        page = Page.objects.create(**vars(words.PAGE), published=True, is_default=is_default)
        for position, section in enumerate(words.SECTIONS):
            build_section(section, page, position, pictures)
        for position, question in enumerate(words.QUESTIONS):
            Question.objects.create(page=page, position=position, **vars(question))
        for position, review in enumerate(words.TESTIMONIALS):
            build_testimonial(review, page.language, position, pictures)


def link_translations() -> None:
    """The other pages say what the first one says, in another language."""
    first, *others = (Page.objects.filter(slug=words.PAGE.slug).first() for words in PAGES)
    for page in others:
        if first and page and page.language != first.language:
            Page.objects.filter(pk=page.pk, translation_of=None).update(translation_of=first)


def build_section(words: texts.Section, page: Page, position: int, pictures: Pictures) -> None:
    given = {**vars(words), "position": position}
    items = given.pop("items")
    for name in ("picture", "phone_picture"):
        given[name] = pictures.get(given[name])
    section = Section.objects.create(page=page, **given)
    for place, item in enumerate(items):
        Item.objects.create(section=section, position=place, **vars(item))


def build_testimonial(
    words: texts.Testimonial, language: str, position: int, pictures: Pictures
) -> None:
    given = {**vars(words), "language": language, "position": position, "approved": True}
    given["product"] = Product.objects.filter(slug=words.product).first()
    for name in ("portrait", "photo"):
        given[name] = pictures.get(given[name])
    Testimonial.objects.create(**given)


def add_chinese() -> None:
    """Say in Chinese what still is in the demo's English, and in nobody's Chinese."""
    for name, said in vars(texts_zh.STOREFRONT).items():
        translate(Storefront, name, getattr(texts.STOREFRONT, name), said)
    for method in texts.DELIVERY_METHODS:
        for name, said in vars(texts_zh.DELIVERY_METHODS[method.name]).items():
            translate(DeliveryMethod, name, getattr(method, name), said)
    for product in texts.PRODUCTS:
        words = dict(vars(texts_zh.PRODUCTS[product.slug]))
        options = words.pop("options")
        for name, said in words.items():
            translate(Product, name, getattr(product, name), said, slug=product.slug)
        for variant in product.variants:
            translate(Variant, "option", variant.option, options[variant.sku], sku=variant.sku)
    for offer in texts.LIMITED_OFFERS:
        translate(LimitedOffer, "label", offer.label, texts_zh.LIMITED_OFFERS[offer.label])
    for shot in texts.pictures():
        translate(Picture, "alt", shot.alt, texts_zh.PICTURES.get(shot.file, ""))


def translate(model: type[Model], name: str, english: str, chinese: str, **which: str) -> None:
    """Give the rows whose `name` says `english` its Chinese words, where they have none."""
    silent = Q(**{f"{name}_zh_hant": None}) | Q(**{f"{name}_zh_hant": ""})
    if english and chinese:
        rows = model.objects.filter(silent, **{f"{name}_en": english}, **which)
        rows.update(**{f"{name}_zh_hant": chinese})


def picture(words: texts.Picture | None) -> Picture | None:
    """A picture of `static/demo`, taken in like an owner's upload."""
    if words is None:
        return None
    with (PICTURES / words.file).open("rb") as file:
        return add_picture(file, alt=words.alt)


def verify_testimonials(*, most: int = 2) -> None:
    """Tie some testimonials, still marked as demo, to paid (simulated) orders of their product."""
    paid = Order.objects.filter(
        email__iendswith=f"@{DOMAIN}", paid_at__isnull=False, refunded_at=None
    )
    reviews = Testimonial.objects.filter(demo=True, product__isnull=False)
    tied = reviews.filter(order__isnull=False).count()
    for review in reviews.filter(order=None):
        order = paid.filter(lines__variant__product=review.product).order_by("paid_at").first()
        if order and tied < most:
            tied += Testimonial.objects.filter(pk=review.pk).update(order=order)
