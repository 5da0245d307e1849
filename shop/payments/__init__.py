"""Payments, refunds and what providers told us.

Verbs: `PROVIDERS[method].start`, `.fetch`, `.cancel`, `.refund`; `events.receive` (a webhook's
bytes, verified and stored once); `panel.panel` (what the order page shows of an unpaid order).
`checkout` and the commands may import it.
"""
