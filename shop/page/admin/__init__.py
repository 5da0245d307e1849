"""The owner's pages for brand, pages, sections, questions and reviews."""

from shop.lib.history import keep_versions
from shop.page.models import Item, Page, Question, Section, Storefront, Testimonial

# Before the admin pages below, which would keep versions by rules of the library's own.
# A version of a page holds all that stands on it; one of a section is one of its page.
keep_versions(Page, follow=("sections", "questions"), never=("is_default",))
keep_versions(Section, follow=("page", "items"))
keep_versions(Item, follow=("section",))
keep_versions(Question, follow=("page",))
keep_versions(Testimonial)
keep_versions(Storefront, never=("currency",))

from shop.page.admin import pages, sections, storefront, testimonials  # noqa: E402

__all__ = ["pages", "sections", "storefront", "testimonials"]
