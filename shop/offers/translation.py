"""What the owner writes of offers in each language."""

from modeltranslation.translator import TranslationOptions, register

from shop.offers.models import LimitedOffer


@register(LimitedOffer)
class LimitedOfferWords(TranslationOptions):
    fields = ("label",)
