"""The times as JSON and as a spreadsheet's tables: all in seconds."""

from .formats import Table, question_json
from .time_to_convert import Answer, Row


def as_json(answer: Answer) -> dict:
    return {
        "show": answer.shown.way.key,
        "may_grow": answer.may_grow,
        "ways": [
            {
                **_quartiles(row),
                "distribution": [
                    {
                        "from_seconds": part.low,
                        "to_seconds": part.high,
                        "journeys": part.number,
                        "percent": part.percent,
                    }
                    for part in row.bins
                ],
            }
            for row in answer.rows
        ],
    }


def _quartiles(row: Row) -> dict:
    return {
        "stage": str(row.way.stage),
        "since": row.way.since,
        "journeys": row.number,
        "lower_quartile": row.lower,
        "median": row.median,
        "upper_quartile": row.upper,
        "median_before": row.median_before,
    }


def tables(answer: Answer) -> list[Table]:
    """Quartiles, the distribution behind them, what was asked."""
    said = as_json(answer)
    return [
        [_quartiles(row) for row in answer.rows],
        [
            {"stage": way["stage"], "since": way["since"], **part}
            for way in said["ways"]
            for part in way["distribution"]
        ],
        [question_json(answer.question)["period"]],
    ]
