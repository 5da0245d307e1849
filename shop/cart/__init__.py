"""A visitor's cart, and `quote()`: the one place where a price is worked out.

Verbs: `cart_of(request)`, `Cart.add`, `.set_quantity`, `.use_coupon`,
`pricing.quote`. `orders` and the rooms above may import it.
"""
