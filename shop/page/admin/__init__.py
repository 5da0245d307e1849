"""The owner's pages for brand, pages, sections, questions and reviews."""

from shop.page.admin import pages, sections, storefront, testimonials

__all__ = ["pages", "sections", "storefront", "testimonials"]
