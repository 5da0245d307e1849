"""What each field of this room's forms is for, in an owner's words: where it is shown, how long it
should be, how large a picture."""

from django.utils.translation import gettext_lazy as _

FORMATTED = _(
    "An empty line begins a paragraph, a line that begins with “- ” a list; **two stars** make it "
    "strong."
)
PLACE = _("Its place among the others, counted from 0.")

STOREFRONT = {
    "name": _("Stands at the top of each page, in mails and on shared links."),
    "tagline": _("One line at the foot of each page: what you sell, and where it comes from."),
    "logo": _("Instead of the name at the top: wide, on a transparent ground, 400 pixels or more."),
    "paper": _("The ground of the page."),
    "ink": _("Words."),
    "mist": _("The ground of every other section, and of the cart's sums."),
    "primary": _("Links, headings' lines and quiet buttons."),
    "accent": _("The main button. Its words turn white or black, whichever can be read."),
    "star": _("The stars of reviews."),
    "email": _("Buyers write to it and answer mails to it. Shown at the foot of the page."),
    "phone": _("Shown at the foot of the page. Empty: not shown."),
    "address": _("Shown at the foot of the page and on packing slips."),
    "currency": _("Of all prices. It can't be changed once there are orders."),
    "language": _("Of mails and pages that have no language of their own."),
    "delivery_promise": _("One sentence at the foot of each page, such as “In two days”."),
    "bank_account": _("Bank, code, number and holder: what a buyer needs to transfer the money."),
    "free_delivery_after_coupon": _("Ticked: what a coupon leaves must reach the threshold."),
}
PAGE = {
    "title": _("In the browser's tab, in search results and on shared links: up to 60 letters."),
    "slug": _("The end of its address: “spring” makes /spring/. Links to an old address break."),
    "language": _("What buyers who come by this page read in cart, checkout and mails, too."),
    "description": _("Two sentences under the title in search results: up to 160 letters."),
    "share_picture": _(
        "Shown where the page is shared, 1,200 × 630 pixels. Empty: one is drawn from the product, "
        "title and price."
    ),
    "published": _("Only published pages can be seen. Look at the draft first, below or beside."),
}
SECTION = {
    "page": _("The page that it stands on."),
    "kind": _("How it looks and what is in it: products, reviews and questions fill themselves."),
    "visible": _("Untick to hide it without losing it."),
    "show_from": _("It appears by itself at this minute, by the shop's clock. Empty: at once."),
    "show_until": _("It goes by itself at this minute. Empty: it stays."),
    "heading": _("Short and concrete: up to eight words."),
    "kicker": _("A few small words above the heading. Empty: none."),
    "button": _("Two or three words that say what comes next. Hero and closing show it."),
    "text": FORMATTED,
    "picture": _("2,400 pixels wide is best. Hero, story and closing show it."),
    "phone_picture": _("Another cut for phones, upright, 1,200 pixels wide. Empty: the same one."),
    "position": PLACE,
}
ITEM = {
    "heading": _("A few words: a benefit, a fact, a promise."),
    "text": _("One or two sentences under it. Plain text."),
    "picture": _("A small drawing, 200 pixels or more. Empty: none."),
    "mark": _("A small drawing before it, in the trust row."),
    "position": PLACE,
}
QUESTION = {
    "question": _("As a buyer would ask it."),
    "answer": FORMATTED,
    "position": PLACE,
}
TESTIMONIAL = {
    "name": _("As the buyer wants to be named."),
    "place": _("A town, say. Empty: not shown."),
    "stars": _("From 1 to 5, as the buyer gave them."),
    "language": _("It is shown on pages in this language."),
    "words": _("The buyer's own words, up to 600 letters. An empty line begins a paragraph."),
    "product": _("What was bought."),
    "portrait": _("A face, square, 200 pixels or more, with their consent. Empty: their initial."),
    "photo": _("The buyer's own picture of what they bought, 800 pixels or more."),
    "order": _("The number of their order makes it a “verified purchase”."),
    "position": PLACE,
    "approved": _("Only approved ones are on the page."),
    "demo": _("Invented words are marked as such on the page."),
}
