"""HTML written without a template, where there are many small pieces of it."""

from collections.abc import Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString


def attributes(values: Mapping[str, object]) -> SafeString:
    """` name="value"` of each, escaped; True stands for a name alone, False and None for nothing.

    Django's `flatatt` does the same by `format_html` of each, which takes five times as long.
    """
    return SafeString(
        "".join(
            f" {name}" if value is True else f' {name}="{escape(value)}"'
            for name, value in values.items()
            if value is not None and value is not False
        )
    )
