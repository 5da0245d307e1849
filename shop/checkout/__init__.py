"""The three steps, and the only conductor of orders and money. It owns no tables.

Verbs: `place.place`, `settle.settle`, `.cancel`, `.expire`, `.refund`, `.ship`. Only `shop`
itself may import it.
"""
