"""Who left, as JSON and as a spreadsheet's table."""

from .formats import Table, decimal
from .who_left import Answer, Left


def as_json(answer: Answer) -> dict:
    """Money in stored units; `next` is where the following page begins (`after`)."""
    wanted = answer.wanted
    return {
        "stage": wanted.stage and str(wanted.stage),
        "entry": wanted.entry,
        "reason": wanted.reason or None,
        "value": wanted.value or None,
        "count": answer.count,
        "money": answer.money,
        "next": answer.next or None,
        "list": [_json(row) for row in answer.rows],
        "timeline": [
            {"at": event.at.isoformat(), "name": event.name, "told": event.told}
            for event in answer.timeline
        ],
    }


def _json(row: Left) -> dict:
    journey, known = row.journey, row.known
    return {
        "journey": journey.pk,
        "entered_at": journey.entry_at.isoformat(),
        "source": journey.source,
        "medium": journey.medium,
        "campaign": journey.campaign,
        "device": journey.device,
        "page": journey.page,
        "stage": row.stage and str(row.stage),
        "ordered_late": row.came_late,
        "cart_value": journey.cart_value if journey.cart_currency else None,
        "currency": journey.cart_currency or None,
        "reasons": [
            {"reason": met.name, "value": met.value, "times": met.times} for met in row.met
        ],
        "cart": list(known.contents) if known else [],
        "contact": (known and known.contact) or None,
        "order": (known and known.order) or None,
    }


def tables(answer: Answer) -> list[Table]:
    """A line for each journey; money in main units."""
    return [[_line(row) for row in answer.rows]]


def _line(row: Left) -> dict:
    said = _json(row)
    said["reasons"] = "; ".join(row.why)
    said["cart"] = "; ".join(said["cart"])
    if said["currency"]:
        said["cart_value"] = decimal(said["cart_value"], said["currency"])
    return said
