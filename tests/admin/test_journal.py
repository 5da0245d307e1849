"""The journal of an order, in the owner's language."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from shop.orders.journal import SENTENCES, in_words
from shop.orders.models import Order

ROOT = Path(__file__).resolve().parents[2]
WISH = {"accept-language": "zh-TW"}


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("Paid", "已付款"),
        ("Placed, to be paid by cash on delivery", "已下單，付款方式：貨到付款"),
        ("Held for your look: Paid twice, the second time as pi_1", "重複付款，第二次為 pi_1"),
        ("Refunded. Not to the buyer's taste", "已退款。Not to the buyer's taste"),
        ("The buyer called: 100 % sure", "The buyer called: 100 % sure"),
    ],
)
def test_is_read_in_chinese(text, chinese):
    with translation.override("zh-hant"):
        assert in_words(text).endswith(chinese)


@pytest.mark.parametrize("text", ["Shipped Post 1 %(how)s", "Payment failed: 50%", "a\nb", ""])
def test_in_english_it_is_as_it_was_written(text):
    assert in_words(text) == text


@pytest.mark.django_db
def test_dora_reads_her_orders_in_chinese(ben, dora, variant):
    ben.buy(variant, method="cash_on_delivery")
    address = f"/admin/orders/order/{Order.objects.get().pk}/"
    page = dora.client.get(address, headers=WISH, follow=True).text
    assert "已下單，付款方式：貨到付款" in page


def test_whatever_the_shop_writes_down_is_one_of_the_sentences():
    """Every piece of text in a call of `write_down` or `hold` is part of a known sentence."""
    known = " ".join(SENTENCES)
    for path in (ROOT / "shop" / "checkout").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            name = getattr(call, "func", None) and getattr(call.func, "attr", None)
            if name == "write_down":
                pieces = [n.value for n in ast.walk(call.args[0]) if isinstance(n, ast.Constant)]
                assert [p for p in pieces if re.search("[a-z]{3}", str(p)) and p not in known] == []
