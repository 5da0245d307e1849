"""What the owner writes of the shop in each language. A page has one language of its own."""

from modeltranslation.translator import TranslationOptions, register

from shop.page.models import Storefront


@register(Storefront)
class StorefrontWords(TranslationOptions):
    fields = ("name", "tagline", "address", "delivery_promise", "bank_account")
    # A new shop's name is nobody's word: it must not stand before one in another language.
    field_options = {"name": {"default": {"default": None}}}
