"""What the owner writes of products in each language."""

from modeltranslation.translator import TranslationOptions, register

from shop.catalogue.models import Picture, Product, Variant


@register(Product)
class ProductWords(TranslationOptions):
    fields = ("name", "tagline", "description", "option_name")


@register(Variant)
class VariantWords(TranslationOptions):
    fields = ("option",)


@register(Picture)
class PictureWords(TranslationOptions):
    fields = ("alt",)
