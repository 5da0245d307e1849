"""People who bought, and what they consented to.

Verbs: `Customer.objects.remember` (a buyer), `Consent.objects.withdraw`. Any room above may import
it; it imports `lib` only.
"""
