"""What no store can keep is refused at the door, with 400 and never 500."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shop(page, variant):
    """A page with a product."""


@pytest.mark.parametrize(
    "address",
    ["/?utm_source=%00", "/?coupon=a%00b", "/%00/", "/orders/%00/", "/admin/login/?next=%00"],
)
def test_nul_in_an_address(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("name", ["sessionid", "cart", "csrftoken", "loudou"])
def test_nul_in_a_cookie(client, name):
    response = client.get("/", headers={"cookie": f'{name}="a\\000b"'})
    assert response.status_code == 400


@pytest.mark.parametrize(
    "address",
    ["/?utm_source=%ed%a0%80", "/?utm_source=" + "x" * 10_000, "/?%ff=%fe", "/?" + "a&" * 900],
)
def test_odd_queries_still_get_the_page(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/orders/" + "x" * 5000 + "/", "/%ed%a0%80/", "/" + "y" * 900])
def test_odd_addresses_are_not_found(client, address):
    assert client.get(address, follow=True).status_code == 404


def test_a_huge_form_is_refused(client, variant):
    data = {"variant": variant.pk, "quantity": 1, "filler": "x" * 3_000_000}
    body = "&".join(f"{name}={value}" for name, value in data.items())
    response = client.post("/cart/lines/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (400, 413)


def test_too_many_fields_are_refused(client):
    body = "&".join(f"f{number}=1" for number in range(3000))
    response = client.post("/cart/lines/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


@pytest.mark.parametrize("host", ["evil.example", "a b", ""])
def test_a_strange_host_is_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 400


def test_a_form_that_is_no_form(client):
    response = client.post(
        "/cart/lines/", b"\0\xff", content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code in (400, 422)
