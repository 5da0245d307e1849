"""The trend as JSON and as a spreadsheet's tables."""

from .formats import Table, decimal, question_json
from .trend import Amount, Answer, Entry, Series


def as_json(answer: Answer) -> dict:
    """Rates are percents, with the interval that holds 95 of 100; money is in stored units."""
    return {
        "show": answer.measure.key,
        "every": answer.every,
        "series": [_series(series) for series in answer.series],
        "notes": [{"day": note.day.isoformat(), "text": note.text} for note in answer.notes],
    }


def _series(series: Series) -> dict:
    before = series.total_before
    return {
        "currency": series.currency or None,
        "total": _amount(series.total),
        "before": _amount(before) if before else None,
        "entries": [_entry(entry) for entry in series.entries],
    }


def _entry(entry: Entry) -> dict:
    return {
        "from": entry.stretch.first.isoformat(),
        "to": entry.stretch.last.isoformat(),
        "still_open": entry.is_open,
        **_amount(entry.now),
        "before": _amount(entry.before) if entry.before else None,
    }


def _amount(amount: Amount) -> dict:
    if not amount.is_rate:
        return {"value": amount.part}
    low, high = amount.interval or (None, None)
    return {
        "value": amount.value,
        "part": amount.part,
        "whole": amount.whole,
        "low": low and round(low, 2),
        "high": high and round(high, 2),
    }


def tables(answer: Answer) -> list[Table]:
    """A table per line, the notes, what was asked. Money in main units."""
    asked = question_json(answer.question)
    about = {"show": answer.measure.key, "every": answer.every, "unit": asked["unit"]}
    said = as_json(answer)
    return [
        *([_row(series, entry) for entry in series.entries] for series in answer.series),
        said["notes"],
        [asked["period"] | about],
    ]


def _row(series: Series, entry: Entry) -> dict:
    row = _entry(entry)
    before = row.pop("before") or {}
    row |= {f"before_{name}": value for name, value in before.items()}
    if not series.currency:
        return row
    money = {name: row[name] for name in ("value", "before_value") if name in row}
    amounts = {name: decimal(units, series.currency) for name, units in money.items()}
    return {"currency": series.currency, **row, **amounts}
