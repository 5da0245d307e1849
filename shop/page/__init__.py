"""The landing page: storefront, pages, sections, questions, testimonials.

Verbs: `storefront()`, `Page.objects.published()`. Only `shop` itself may import it.
"""
