"""Coupons and limited offers: what they give, to whom, when and how often.

Verbs: `find` (by what was typed), `Coupon.refusal`, `Coupon.objects.claim` and
`.release`; `prices.price_of` (what a variant costs at a moment) and
`limited.offers_by_variant`. `cart` and the rooms above may import it.
"""
