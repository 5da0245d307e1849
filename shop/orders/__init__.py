"""Orders with their lines, journal, shipments and coupon redemptions.

Verbs: `Order.objects.by_secret`, `Order.new_link`, `Order.note`, the mails in
`mails.py`. `payments` and the rooms above may import it.
"""
