"""`.env.example` and `settings.py` name the same settings."""

import ast
import re
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def names_read() -> set[str]:
    tree = ast.parse((ROOT / "shop" / "settings.py").read_text())
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {call.args[0].value for call in calls if is_env(call.func) and call.args}


def is_env(function: ast.expr) -> bool:
    """`env.str(…)`, `env.int(…)`, but not `env.read_env(…)` or `env.db_url_config(…)`."""
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "env"
        and function.attr in ("str", "int", "bool", "list", "float")
    )


def names_explained() -> list[str]:
    return re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.M)


def test_every_setting_is_in_the_example():
    assert names_read() - set(names_explained()) == set()


def test_the_example_names_no_setting_that_is_not_read():
    assert set(names_explained()) - names_read() == set()


def test_each_name_stands_there_once():
    assert len(names_explained()) == len(set(names_explained()))


def test_every_name_has_words_above_it():
    lines = (ROOT / ".env.example").read_text().splitlines()
    for before, line in pairwise(lines):
        if re.match(r"#?[A-Z][A-Z0-9_]+=", line):
            assert before, f"{line} follows an empty line"


def test_mails_are_kept_beside_the_databases(settings):
    """In VAR_DIR itself, not in a folder of that name within the one that one happens to be in."""
    assert Path(settings.EMAIL_FILE_PATH) == settings.VAR_DIR / "mails"
