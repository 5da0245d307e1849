"""A double click on "duplicate": two copies, each under an address of its own, and no error."""

import pytest

from shop.page.duplicate import duplicate_page
from shop.page.models import Page
from tests.checkout.test_at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_copies_made_at_once(full_page):
    made = all_at_once([lambda: duplicate_page(full_page, title="Spring")] * 8)
    assert not [one for one in made if isinstance(one, Exception)]
    assert Page.objects.filter(title="Spring").count() == 8
