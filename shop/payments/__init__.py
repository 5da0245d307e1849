"""Payments, refunds and what providers told us.

Verbs: `PROVIDERS[method].start`, `.fetch`, `.refund`; `ProviderEvent.receive`.
`checkout` and the commands may import it.
"""
