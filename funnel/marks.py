"""Are these the same orders? Answered by a sum, without looking at one by one.

Count and money can't tell: an order that is missing and another of its value that is too many
cancel out. So each order has a mark, made of its number, and what the shop's books and the funnel
compare is also the sum of mark × amounts, here kept in the daily sums. Where the orders aren't the
same, those agree in about one case of a million; `check_invariants`, which reads each order, finds
that one, too.
"""

# Never to be changed: what is stored was made with them. They are small enough for SQLite's whole
# numbers to hold the sum over millions of orders.
PRIME, BASE = 65521, 17


def mark(order: str) -> int:
    return sum(ord(letter) * pow(BASE, place, PRIME) for place, letter in enumerate(order, start=1))


def fingerprint(mark, value, refunded):
    """What an order adds to its side's sum: of numbers, or of columns. Amounts in stored units."""
    return mark * ((1 + value + 2 * refunded) % PRIME)
