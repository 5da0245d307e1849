"""The charts of `funnel/charts` in a template: `{% line_chart chart %}`."""

from django import template

from ..charts import Bar, BarChart, ColumnChart, LineChart, Multiples, Spark

register = template.Library()


@register.inclusion_tag("funnel/charts/_line.html")
def line_chart(chart: LineChart) -> dict:
    return {"chart": chart}


@register.inclusion_tag("funnel/charts/_columns.html")
def column_chart(chart: ColumnChart) -> dict:
    return {"chart": chart}


@register.inclusion_tag("funnel/charts/_bars.html")
def bar_chart(chart: BarChart) -> dict:
    return {"chart": chart}


@register.inclusion_tag("funnel/charts/_bar.html")
def interval_bar(bar: Bar, most: float = 100, hatch: str = "hatch") -> dict:
    """One bar, for a cell of a table; `most` is the whole way, `hatch` the pattern's id."""
    return {"row": bar.against(most), "hatch": hatch}


@register.inclusion_tag("funnel/charts/_spark.html")
def spark(chart: Spark) -> dict:
    return {"chart": chart}


@register.inclusion_tag("funnel/charts/_multiples.html")
def multiples(chart: Multiples) -> dict:
    return {"chart": chart}
