"""Taiwan's postal codes: what is filled in for them, and what does not agree with them."""

import pytest

from tests.checkout.test_addresses import check, order_of, shown

pytestmark = pytest.mark.django_db


def test_a_postal_code_fills_city_and_district(home):
    text = check(home, "postal_code", postal_code="106", city="", region="")
    assert 'id="field-city" hx-swap-oob="true" data-was=""' in text
    assert '<option value="Taipei City" selected>' in text
    assert (shown(home, "city"), shown(home, "region")) == ("Taipei City", "Da&#x27;an District")


@pytest.mark.parametrize("code", ["106", "10664", "106641", "１０６", " 106-64 "])
def test_three_five_and_six_digits_on_posting(home, code):
    order = order_of(home, postal_code=code, city="", region="")
    assert (order.city, order.region) == ("Taipei City", "Da'an District")


def test_in_chinese_the_names_are_chinese(home):
    order = order_of(home, postal_code="106", city="", region="", address="新生南路一段1號")
    assert order.address_lines == ["106 台北市大安區", "新生南路一段1號"]


def test_either_name_is_understood_and_the_street_decides(home):
    order = order_of(home, postal_code="600", city="嘉義市", region="東區")
    assert order.address_lines == ["1 Minzu Road", "East District, Chiayi City 600"]


def test_city_and_district_fill_the_postal_code(home):
    assert 'value="106"' in check(home, "region", postal_code="", city="臺北市", region="大安區")
    assert shown(home, "postal_code") == "106"


def test_where_a_code_has_two_districts_none_is_filled_in(home):
    check(home, "postal_code", postal_code="600", city="", region="")
    assert (shown(home, "city"), shown(home, "region")) == ("Chiayi City", "")


def test_what_was_filled_in_follows_the_code_and_what_was_typed_does_not(home):
    check(home, "postal_code", postal_code="106", city="", region="")
    filled = {"city": "Taipei City", "region": "Da'an District"}
    check(home, "postal_code", postal_code="600", **filled)
    assert (shown(home, "city"), shown(home, "region")) == ("Chiayi City", "")
    check(home, "postal_code", postal_code="106", city="Tainan City", region="")
    assert (shown(home, "city"), shown(home, "region")) == ("Tainan City", "")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"postal_code": "100", "city": "Chiayi City"}, "100 belongs to Taipei City"),
        (
            {"postal_code": "106", "city": "Taipei City", "region": "Zhongzheng District"},
            "106 belongs to Da&#x27;an District",
        ),
        ({"postal_code": "999"}, "No place in that country"),
        ({"postal_code": "6000"}, "3, 5 or 6 digits"),
        ({"city": "Gotham"}, "from the list"),
        ({"postal_code": "", "city": ""}, "Choose the city or county."),
    ],
)
def test_what_does_not_agree_is_told_and_not_overridden(home, typed, words):
    answer = home.delivery_step(**typed)
    assert answer.status_code == 422
    assert words in answer.text
    for name, value in typed.items():
        assert shown(home, name) == value.replace("'", "&#x27;")


def test_a_city_that_is_mended_clears_the_codes_complaint(home):
    assert "belongs to" in check(home, "postal_code", postal_code="100")
    text = check(home, "city", postal_code="100", city="Taipei City")
    assert 'id="field-postal_code" hx-swap-oob="true" data-was="100"' in text
    assert "belongs to" not in text
