"""People who bought, and what they consented to.

Verbs: `remember` (a buyer), `Consent.give` and `.withdraw`. Any room above may
import it; it imports `lib` only.
"""
