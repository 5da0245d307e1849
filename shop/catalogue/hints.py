"""What each field of products and pictures is for, in an owner's words."""

from django.utils.translation import gettext_lazy as _

PRODUCT = {
    "name": _("On the page, in the cart, in mails and on packing slips: two or three words."),
    "slug": _("The product's mark in links, such as morning-mist. Letters, digits, hyphens."),
    "tagline": _("One line under the name: what it is like."),
    "description": _(
        "Behind “About …” on its card. An empty line begins a paragraph, a line that begins with "
        "“- ” a list; **two stars** make it strong."
    ),
    "option_name": _("Such as “Size”: what the buyer chooses. Empty where there is one variant."),
    "colour": _("The product's hue on its card, such as #6F8F5F. Empty: the shop's own."),
    "published": _("Only published products are on the page."),
    "position": _("Its place among the others, counted from 0."),
}
VARIANT = {
    "option": _("What makes it differ, such as “30 bags”."),
    "sku": _("Your own number for it. It is on packing slips and in exports."),
    "price": _("What the buyer pays for one, tax included."),
    "compare_at": _("An earlier price, shown struck through. Empty: none."),
    "per_order": _("Nobody can buy more of it at once."),
    "active": _("Untick to stop selling it; orders keep it."),
    "position": _("Its place among the others, counted from 0."),
}
PICTURE = {
    "alt": _("What is to be seen, in one sentence: read aloud to those who can't see it."),
    "focus_x": _("Click in the picture, or 0 for its left edge to 100. Empty: the design decides."),
    "focus_y": _("0 for its top to 100. This spot stays in sight where the picture is cut."),
    "position": _("Its place among the others, counted from 0. The first is the product's cover."),
}
