"""Every string that is to be translated, as code and templates hold it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
# How many of a call's first arguments are words, and where they begin.
CALLS = {"_": (0, 1), "gettext": (0, 1), "gettext_lazy": (0, 1), "gettext_noop": (0, 1)} | {
    "ngettext": (0, 2),
    "ngettext_lazy": (0, 2),
    "pgettext": (1, 1),
    "pgettext_lazy": (1, 1),
    "npgettext": (1, 2),
}
CALL = re.compile(rf"\b({'|'.join(CALLS)})\(")
LITERAL = re.compile(r"""\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,?""")


def of_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first, many = CALLS.get(name, (0, 0))
        for word in node.args[first : first + many]:
            if isinstance(word, ast.Constant) and isinstance(word.value, str) and word.value:
                yield word.value


def of_template(path: Path) -> Iterator[str]:
    code = templatize(path.read_text())
    for call in CALL.finditer(code):
        first, many = CALLS[call[1]]
        at, words = call.end(), []
        while len(words) < first + many and (found := LITERAL.match(code, at)):
            words.append(ast.literal_eval(found[1]))
            at = found.end()
        yield from words[first:]


def of_shop() -> dict[str, Path]:
    """Each string with a file that says it."""
    return found([*code(ROOT / "shop"), *templates(but="funnel")])


def of_funnel() -> dict[str, Path]:
    return found([*code(ROOT / "funnel"), *templates(only="funnel")])


def code(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def templates(*, only: str = "", but: str = "") -> list[Path]:
    paths = sorted(path for path in (ROOT / "templates").rglob("*.*") if path.is_file())
    rooms = {path: path.relative_to(ROOT / "templates").parts[0] for path in paths}
    return [path for path, room in rooms.items() if room != but and only in ("", room)]


def found(paths: list[Path]) -> dict[str, Path]:
    said = {}
    for path in paths:
        said |= dict.fromkeys((of_code if path.suffix == ".py" else of_template)(path), path)
    return said
