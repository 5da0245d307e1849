"""Products as a page shows them, with what they cost now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from shop.catalogue.models import Picture, Product, Variant
from shop.offers.limited import offers_by_variant
from shop.offers.prices import OfferTerms, Price, price_of


@dataclass(frozen=True)
class Choice:
    """A variant with what it costs now, limited offers included: `variant.price` alone doesn't."""

    variant: Variant
    price: Price


@dataclass(frozen=True)
class Ware:
    """A product as a page shows it: with the variants that are for sale, and its pictures."""

    product: Product
    choices: list[Choice]
    pictures: list[Picture]

    @property
    def chosen(self) -> Choice | None:
        """What is chosen at first: the first that can be had."""
        return next((choice for choice in self.choices if choice.variant.available), None)

    @property
    def only(self) -> Choice | None:
        """What needs no choosing, since there is nothing else."""
        return self.choices[0] if len(self.choices) == 1 else None

    @property
    def least(self) -> int:
        """The lowest price, in stored units: of what can be had, or else of everything."""
        had = [choice.price.amount for choice in self.choices if choice.variant.available]
        return min(had or [choice.price.amount for choice in self.choices])

    @property
    def one_price(self) -> bool:
        return len({choice.price.amount for choice in self.choices}) == 1

    @property
    def offers(self) -> list[tuple[OfferTerms, datetime, list[Variant]]]:
        """The limited offers that run, each with its end and what is in it; no variants: all."""
        found: dict[tuple, list[Variant]] = {}
        for choice in self.choices:
            if choice.price.offer and choice.price.until:
                key = choice.price.offer, choice.price.until
                found.setdefault(key, []).append(choice.variant)
        return [
            (offer, until, variants if len(variants) < len(self.choices) else [])
            for (offer, until), variants in found.items()
        ]

    @property
    def changes_at(self) -> datetime | None:
        """The next moment at which one of its prices changes by itself."""
        moments = (choice.price.changes_at for choice in self.choices)
        return min(filter(None, moments), default=None)


def wares_at(at: datetime, currency: str) -> list[Ware]:
    """Published products that have something for sale, with the prices of the moment `at`."""
    for_sale = Prefetch("variants", Variant.objects.filter(active=True), to_attr="for_sale")
    products = Product.objects.published().prefetch_related(for_sale, "pictures")
    offers = offers_by_variant(at)

    def chosen_from(variant: Variant) -> Choice:
        of_it = offers.get(variant.id, [])
        price = price_of(variant.price, variant.compare_at, of_it, at=at, currency=currency)
        return Choice(variant, price)

    return [
        Ware(product, [*map(chosen_from, product.for_sale)], list(product.pictures.all()))
        for product in products
        if product.for_sale
    ]
