"""The simulated browser reads forms as a real one does."""

from shop.demo.browser import Page

FORM = """
<form class="x" method="post" action="/cart/lines/" hx-post="/cart/lines/">
  <input type="hidden" name="csrfmiddlewaretoken" value="abc">
  <input type="radio" name="variant" value="1"><input type="radio" name="variant" value="2" checked>
  <input type="radio" name="variant" value="3" disabled>
  <input type="checkbox" name="news"><input name="quantity" value="1">
  <textarea name="note">Ring&amp;wait</textarea>
  <select name="country"><option value="TW">Taiwan<option value="JP" selected>Japan</select>
  <button name="stay" value="1">Update</button>
</form>
<form action="/elsewhere/"></form>
"""


def read():
    (form,) = Page("/", True, 200, FORM).forms("/cart/lines/")
    return form


def test_fields_are_what_would_be_sent():
    assert read().fields == {
        "csrfmiddlewaretoken": "abc",
        "variant": "2",
        "quantity": "1",
        "note": "Ring&wait",
        "country": "JP",
    }


def test_what_is_sold_out_is_no_choice():
    assert read().choices["variant"] == ["1", "2"]


def test_buttons_are_sent_only_when_pressed():
    assert read().buttons == [("stay", "1")]
    assert read().htmx
