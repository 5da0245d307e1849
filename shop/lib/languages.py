"""The shop's languages: which one a buyer is spoken to in, and what the owner writes in each.

django-modeltranslation gives a registered field (a room's `translation.py`) a column per language
and lets `product.name` answer in the active one, or in another where that is blank.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

COOKIE, HEADER = "language", "X-Page-Language"  # of the page that a buyer came from
CODES = tuple(code for code, _name in settings.LANGUAGES)


def go_on_in(language: str, request: HttpRequest, response: HttpResponse) -> None:
    """Have what follows (cart, steps) in `language`, where it would be in another one."""
    spoken = request.COOKIES.get(COOKIE, getattr(request, "LANGUAGE_CODE", ""))
    if language != spoken:
        response.set_cookie(COOKIE, language, samesite="Lax", secure=settings.HTTPS)


def columns(name: str) -> tuple[str, ...]:
    """`columns("name")` → `("name_en", "name_zh_hant")`."""
    return tuple(build_localized_fieldname(name, code) for code in CODES)


def in_sql(column: str, language: str) -> str:
    """SQL for what `column` says in `language`, or in another one where it is silent."""
    first, rest = build_localized_fieldname(column, language), columns(column)
    ways = [first, *(name for name in rest if name != first)]
    return f"COALESCE({', '.join(f'''NULLIF({name}, '')''' for name in ways)}, '')"


def written_twice(model: type[models.Model]) -> set[str]:
    """The names of the model's fields that have a column per language."""
    registered = model in translator.get_registered_models()
    return set(translator.get_options_for_model(model).all_fields) if registered else set()


def in_each_language(model: type[models.Model], fields: Iterable) -> list:
    """An admin's `fields`, each that is written twice replaced by a row of its columns."""
    twice, rows = written_twice(model), []
    for row in fields:
        names = [row] if isinstance(row, str) else row
        if not twice.intersection(names):
            rows.append(row)
            continue
        rows.append(
            tuple(each for name in names for each in (columns(name) if name in twice else (name,)))
        )
    return rows


def lookups(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """`search_fields`, each that is written twice replaced by its columns."""
    twice = written_twice(model)
    return [each for name in names for each in (columns(name) if name in twice else (name,))]
