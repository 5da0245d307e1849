import io

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from PIL import Image

from shop.catalogue.models import Picture, Product
from shop.catalogue.pictures import add_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture():
    size = {"width": 800, "height": 1000, "widths": [160, 400, 800]}
    return Picture.objects.create(token="ab12", alt="A box", **size)


def file(mode: str = "RGB", size=(500, 250)) -> io.BytesIO:
    content = io.BytesIO()
    Image.new(mode, size, (20, 120, 90, 100)[: len(mode)]).save(content, "PNG")
    content.seek(0)
    return content


def test_a_picture_belongs_to_its_product_in_order():
    product = Product.objects.create(name="Box", slug="box")
    second = add_picture(file(), product=product, position=2)
    first = add_picture(file(), product=product, alt="A box", position=1)
    assert list(product.pictures.all()) == [first, second]
    assert (first.width, first.height, first.widths) == (500, 250, [160, 400, 500])


@pytest.mark.parametrize(
    ("width", "served"), [(1, 160), (160, 160), (161, 400), (450, 500), (9000, 500)]
)
def test_gives_the_copy_that_is_large_enough(width, served):
    assert add_picture(file()).url(width).endswith(f"/{served}.jpg")


@pytest.mark.parametrize(
    ("extension", "kind"),
    [("avif", "image/avif"), ("webp", "image/webp"), ("jpg", "image/jpeg")],
)
def test_its_files_are_served_for_ever(client, extension, kind):
    picture = add_picture(file())
    answer = client.get(f"/media/pictures/{picture.token}/160.{extension}")
    assert answer["Content-Type"] == kind
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).width == 160


def test_every_address_on_the_page_leads_to_a_file(client):
    picture = add_picture(file("RGBA"))
    html = Template("{% load shop %}{% picture p %}").render(Context({"p": picture}))
    addresses = {word for word in html.replace('"', " ").split() if word.startswith("/media/")}
    assert len(addresses) == 3
    assert {client.get(address).status_code for address in addresses} == {200}


def test_deleting_it_leaves_the_files_that_orders_show(client):
    picture = add_picture(file())
    address = picture.url()
    picture.delete()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        f"pictures/{'a' * 16}/160.jpg",
        "pictures/../../shop.sqlite3",
        "pictures/%2e%2e/settings.py",
        f"pictures/{'a' * 16}/160.svg",
        f"pictures/{'a' * 16}/160.jpg/",
        "pictures/",
        "",
    ],
)
def test_nothing_else_is_served(client, address, storefront):
    assert client.get(f"/media/{address}").status_code == 404


def test_what_is_no_picture_leaves_nothing_behind(tmp_path):
    with pytest.raises(ValidationError):
        add_picture(io.BytesIO(b"<svg/>"))
    assert not Picture.objects.exists()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("typed", "focus"),
    [(("30", "80"), (30, 80)), (("", ""), None), (("0", "100"), (0, 100))],
)
def test_what_matters_is_marked_in_percent(typed, focus, dora, picture):
    fields = {"alt_en": "A box", "focus_x": typed[0], "focus_y": typed[1]}
    dora.client.post(f"/admin/catalogue/picture/{picture.pk}/change/", fields)
    picture.refresh_from_db()
    assert picture.focus == focus


@pytest.mark.parametrize("typed", [("101", "0"), ("-1", "0"), ("x", "0"), ("30", ""), ("", "1_0")])
def test_what_is_no_place_in_a_picture(typed, dora, picture):
    fields = {"alt_en": "A box", "focus_x": typed[0], "focus_y": typed[1]}
    place = f"/admin/catalogue/picture/{picture.pk}/change/"
    assert dora.client.post(place, fields).status_code == 200


def test_forms_that_choose_a_picture_show_it(dora, picture, client):
    place = f"/admin/catalogue/picture/{picture.pk}/thumbnail/"
    assert dora.client.get(place)["Location"] == picture.url(160)
    assert dora.client.get("/admin/catalogue/picture/999/thumbnail/").status_code == 404
    assert "/admin/login/" in client.get(place)["Location"]
