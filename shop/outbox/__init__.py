"""Every mail is a row: queued, claimed, sent, retried, parked.

Verbs, in `delivery`: `queue` (a mail, once per key), `deliver_due` (send what is due). Any room
above may import it; it imports `lib` only.
"""
