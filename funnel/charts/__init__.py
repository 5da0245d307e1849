"""Charts as the templates in `funnel/charts/` draw them: numbers, their words, where they go.

No script and no library. An SVG without a view box takes places in percent and sizes in pixels, so
lines stretch with the page and words keep their size. Whoever makes a chart gives all words, ready
to read; `id` must be the only one of its kind on the page. Colours, hatching and dashes are in
`funnel-charts.css`.
"""

from .bars import Bar, BarChart, LittleFunnel, Multiples
from .columns import Column, ColumnChart
from .lines import DASH, LineChart, Note, Point, Spark

__all__ = [
    "DASH",
    "Bar",
    "BarChart",
    "Column",
    "ColumnChart",
    "LineChart",
    "LittleFunnel",
    "Multiples",
    "Note",
    "Point",
    "Spark",
]
