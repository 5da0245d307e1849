"""Orders with their lines, journal, shipments and coupon redemptions.

Verbs: `Order.objects.by_secret` and `.transition`, `Order.new_link`, `.write_down`. `payments` and
the rooms above may import it.
"""
