import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from shop.catalogue.forms import VariantForm
from shop.catalogue.models import Picture, Product, StockMovement, Variant
from shop.catalogue.stock import take

pytestmark = pytest.mark.django_db
ADD = "/admin/catalogue/product/add/"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(kind: str = "PNG", **options) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (200, 100), "teal").save(file, kind, **options)
    file.seek(0)
    file.name = "box.png"
    return file


def typed(variants: list[dict], pictures: list[dict] = (), **product) -> dict:
    """What the browser posts for a product's page."""
    data = {
        "name_en": "Night Haze",
        "slug": "night-haze",
        "position": "0",
        "variants-TOTAL_FORMS": len(variants),
        "variants-INITIAL_FORMS": sum("id" in variant for variant in variants),
        "pictures-TOTAL_FORMS": len(pictures),
        "pictures-INITIAL_FORMS": 0,
        **product,
    }
    basis = {"sku": "NH-10", "price": "320", "per_order": "20", "active": "on", "position": "0"}
    for number, variant in enumerate(variants):
        data |= {f"variants-{number}-{key}": value for key, value in (basis | variant).items()}
    for number, picture in enumerate(pictures):
        data |= {f"pictures-{number}-{key}": value for key, value in picture.items()}
    return data


def change(variant: Variant, **changed) -> tuple[str, dict]:
    """The address of a variant's product and the form as it stands, with something changed."""
    row = {"id": variant.pk, "product": variant.product_id, "sku": variant.sku, **changed}
    url = reverse("admin:catalogue_product_change", args=[variant.product_id])
    return url, typed([row], name_en=variant.product.name, slug=variant.product.slug)


def errors(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(
        str(error)
        for form in [response.context["adminform"].form, *response.context["inline_admin_formsets"]]
        for error in [getattr(form, "errors", ""), *inline_errors(form)]
    )


def inline_errors(form) -> list:
    formset = getattr(form, "formset", None)
    return [formset.errors, formset.non_form_errors()] if formset is not None else []


def test_a_new_product_comes_last_and_so_does_a_new_variant(dora, variant):
    Product.objects.update(position=3)
    Variant.objects.update(position=6)
    assert dora.client.get(ADD).context["adminform"].form["position"].value() == 4
    answer = dora.client.get(change(variant)[0])
    variants, _pictures = answer.context["inline_admin_formsets"]
    assert variants.formset.empty_form["position"].value() == 7


def test_dora_adds_a_product_with_its_variants_stock_and_picture(storefront, dora):
    data = typed(
        [{"option_en": "10 bags", "change_by": "50", "why": "first delivery"}],
        [{"file": upload(), "alt_en": "A box", "position": "0"}],
        published="on",
    )
    assert dora.client.post(ADD, data).status_code == 302
    variant = Variant.objects.get()
    assert (variant.price, variant.stock) == (320, 50)
    movement = StockMovement.objects.get()
    assert (movement.delta, movement.reference, movement.by) == (50, "first delivery", "dora")
    assert Picture.objects.get().product.published


def test_prices_are_typed_and_shown_in_main_units(storefront, dora):
    storefront.currency = "USD"
    storefront.save()
    dora.client.post(ADD, typed([{"price": "19.99", "compare_at": "1,024.50"}]))
    variant = Variant.objects.get()
    assert (variant.price, variant.compare_at) == (1999, 102450)
    html = dora.client.get(
        f"/admin/catalogue/product/{variant.product_id}/change/"
    ).content.decode()
    assert 'value="19.99"' in html
    assert "Price (USD)" in html
    assert "$19.99" in dora.client.get("/admin/catalogue/product/").content.decode()


def test_stock_changes_by_so_many(variant, dora):
    url, data = change(variant, change_by="-3", why="broken")
    assert dora.client.post(url, data).status_code == 302
    variant.refresh_from_db()
    assert variant.stock == 7
    assert StockMovement.objects.first().reference == "broken"


def test_saving_a_variant_does_not_undo_what_was_sold_meanwhile(variant):
    stale = Variant.objects.get(pk=variant.pk)
    take({variant.pk: 4}, reference="an order")
    form = VariantForm(
        {"sku": "MM-10", "price": 300, "per_order": 5, "position": 0}, instance=stale
    )
    assert form.is_valid(), form.errors
    form.save()
    variant.refresh_from_db()
    assert (variant.stock, variant.price) == (6, 300)


def test_a_product_nobody_ordered_can_be_deleted_with_its_movements(variant, dora):
    url = f"/admin/catalogue/product/{variant.product_id}/delete/"
    assert dora.client.post(url, {"post": "yes"}).status_code == 302
    assert not Product.objects.exists()


def test_the_list_shows_prices_and_stock(variant, dora):
    html = dora.client.get("/admin/catalogue/product/?q=MM-10").content.decode()
    assert "NT$320" in html
    assert '<td class="field-stock">10</td>' in html


@pytest.mark.parametrize("address", ["product", "picture", "stockmovement"])
def test_every_list_opens(variant, dora, address):
    assert dora.client.get(f"/admin/catalogue/{address}/").status_code == 200


def test_movements_are_only_read(variant, dora):
    movement = StockMovement.objects.get()
    assert dora.client.get("/admin/catalogue/stockmovement/add/").status_code == 403
    page = f"/admin/catalogue/stockmovement/{movement.pk}/"
    assert dora.client.post(f"{page}change/", {"delta": 99}).status_code == 403
    assert dora.client.post(f"{page}delete/", {"post": "yes"}).status_code == 403


def test_refuses_to_go_below_zero(variant, dora):
    url, data = change(variant, change_by="-11")
    assert "There are only 10" in errors(dora.client.post(url, data))
    variant.refresh_from_db()
    assert variant.stock == 10


@pytest.mark.parametrize("number", ["1.5", "1e3", "1_0", "٣", "many", "9" * 30, "--2", "+-2"])
def test_refuses_a_change_that_is_no_whole_number(variant, dora, number):
    url, data = change(variant, change_by=number)
    assert errors(dora.client.post(url, data))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price", "19.99"),
        ("price", "-1"),
        ("price", "1_0"),
        ("price", "12,34"),
        ("price", "9" * 30),
        ("price", ""),
        ("compare_at", "320"),
        ("compare_at", "cheap"),
        ("per_order", "0"),
        ("sku", ""),
        ("sku", "\r\n"),
    ],
)
def test_says_what_is_wrong_with_a_variant(storefront, dora, field, value):
    response = dora.client.post(ADD, typed([{field: value}]))
    assert f"'{field}'" in repr(response.context["inline_admin_formsets"][0].formset.errors)


def test_refuses_a_number_that_another_variant_has(variant, dora):
    assert "already exists" in errors(dora.client.post(ADD, typed([{"sku": variant.sku}])))


def test_refuses_the_same_number_twice_in_one_form(storefront, dora):
    assert "duplicate" in errors(dora.client.post(ADD, typed([{}, {}])))


def test_refuses_a_file_that_is_no_picture(storefront, dora):
    file = io.BytesIO(b"<svg onload=alert(1)>")
    file.name = "box.png"
    response = dora.client.post(ADD, typed([{}], [{"file": file, "position": "0"}]))
    assert "not a picture" in errors(response)
    assert not Product.objects.exists()


def test_refuses_a_picture_without_a_file(storefront, dora):
    response = dora.client.post(ADD, typed([{}], [{"alt_en": "A box", "position": "0"}]))
    assert "Choose a file" in errors(response)


def test_refuses_kindly_to_delete_what_was_ordered(variant, ben, dora):
    ben.buy(variant)
    page = f"/admin/catalogue/product/{variant.product_id}/"
    response = dora.client.post(f"{page}delete/", {"post": "yes"})
    assert response.status_code == 200
    assert "untick “published”" in response.content.decode()
    url, data = change(variant, DELETE="on")
    assert "Untick “for sale” instead" in errors(dora.client.post(url, data))
    assert Variant.objects.exists()


def test_refuses_a_stranger(variant, client):
    assert client.get("/admin/catalogue/product/").status_code == 302
    assert client.post(ADD, typed([{}])).status_code == 302
    assert Product.objects.count() == 1


def test_a_wrong_short_name_is_explained_in_plain_words(dora):
    answer = dora.client.post(ADD, typed([{}], slug="night haze!"))
    assert "Use letters, digits and hyphens only" in answer.content.decode()


def test_a_second_click_changes_no_stock(dora, variant, time_machine):
    url, data = change(variant, change_by="50", why="delivery")
    dora.client.post(url, data)
    assert "a moment ago" in dora.client.post(url, data, follow=True).text
    variant.refresh_from_db()
    assert variant.stock == 60
    time_machine.move_to(timezone.now() + timedelta(minutes=1))
    dora.client.post(url, data)
    variant.refresh_from_db()
    assert variant.stock == 110
