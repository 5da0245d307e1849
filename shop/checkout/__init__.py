"""The three steps, and the only conductor of orders and money. It owns no tables.

Verbs: `place.place`; `settle.settle`, `.mark_paid`; `call_off.cancel`, `.expire_due`, `.came_back`;
`refunds.refund`; `ship.ship`; `pay_again.pay_again`; `held.hold`, `.release`;
`purchases.tell_funnel`. These modules import each other one way: `call_off` → `settle` → `refunds`
→ the rest. Only `shop` itself may import the room.
"""
