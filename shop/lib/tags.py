"""Template tags and filters of the shop: `{% load shop %}`."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from shop.lib import markdown as markdown_text
from shop.lib.money import format_money

register = template.Library()


@register.filter
def money(amount: int | None, currency: str) -> str:
    """`{{ order.total|money:order.currency }}` → `NT$1,380` in the active language."""
    return "" if amount is None else format_money(amount, currency, get_language() or "en")


@register.filter
def markdown(text: str) -> SafeString:
    """Owner's Markdown as safe HTML."""
    return markdown_text.render(text)
