"""Coupons: what they give, to whom, when and how often.

Verbs: `find` (by what was typed), `Coupon.refusal`, `Coupon.objects.claim` and
`.release`. `cart` and the rooms above may import it.
"""
