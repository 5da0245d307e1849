"""What the owner writes of ways of delivery in each language."""

from modeltranslation.translator import TranslationOptions, register

from shop.delivery.models import DeliveryMethod


@register(DeliveryMethod)
class DeliveryMethodWords(TranslationOptions):
    fields = ("name", "promise", "address_hint")
