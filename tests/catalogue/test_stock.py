import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from shop.catalogue.models import Product, StockMovement, Variant
from shop.catalogue.stock import OutOfStock, adjust, give_back, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(variant):
    box = Variant.objects.create(product=variant.product, sku="MM-30", option="30 bags", price=880)
    adjust(box, 3, by="dora")
    return box


def stock(variant: Variant) -> int:
    variant.refresh_from_db()
    return variant.stock


def test_takes_and_gives_back(variant, second):
    take({variant.pk: 4, second.pk: 1}, reference="AB12")
    assert (stock(variant), stock(second)) == (6, 2)
    give_back({variant.pk: 4, second.pk: 1}, reference="AB12")
    assert (stock(variant), stock(second)) == (10, 3)


def test_movements_always_sum_to_the_stock(variant, second):
    take({second.pk: 2, variant.pk: 10}, reference="AB12")
    give_back({variant.pk: 10}, reference="AB12")
    adjust(second, -1, by="dora", note="broken")
    for box in (variant, second):
        moved = StockMovement.objects.filter(variant=box).aggregate(sum=Sum("delta"))
        assert moved["sum"] == stock(box)


def test_says_who_changed_it_and_why(variant):
    adjust(variant, -2, by="dora", note="broken")
    last = StockMovement.objects.first()
    assert (last.delta, last.by, last.reference, last.reason) == (-2, "dora", "broken", "edit")


def test_for_sale_is_what_is_active_and_published(variant, second):
    Variant.objects.filter(pk=second.pk).update(active=False)
    assert list(Variant.objects.for_sale()) == [variant]
    Product.objects.update(published=False)
    assert not Variant.objects.for_sale().exists()


def test_one_buyer_gets_no_more_than_the_limit_or_the_stock(variant):
    assert variant.available == 5
    adjust(variant, -7, by="dora")
    assert variant.available == 3


def test_refuses_more_than_there_is_and_says_of_what(variant, second):
    with pytest.raises(OutOfStock) as caught, transaction.atomic():
        take({variant.pk: 1, second.pk: 4}, reference="AB12")
    assert caught.value.variant_id == second.pk
    assert (stock(variant), stock(second)) == (10, 3)
    assert not StockMovement.objects.filter(reference="AB12").exists()


def test_refuses_to_adjust_below_zero(variant):
    with pytest.raises(OutOfStock):
        adjust(variant, -11, by="dora")
    assert stock(variant) == 10
    assert StockMovement.objects.count() == 1


def test_the_database_itself_refuses_negative_stock(variant):
    with pytest.raises(IntegrityError), transaction.atomic():
        Variant.objects.update(stock=-1)
