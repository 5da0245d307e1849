"""Imports and foreign keys point down the list of rooms, never up and never sideways."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
LAYERS = [
    {"shop"},  # settings, urls, admin, commands
    {"demo"},  # the `demo` command's own: it uses the rooms' verbs as a stranger would
    {"page", "checkout", "remarketing"},
    {"payments"},
    {"orders"},
    {"cart"},
    {"offers"},
    {"catalogue", "delivery", "customers", "outbox"},
    {"lib"},
]
DEPTH = {room: depth for depth, rooms in enumerate(LAYERS) for room in rooms}
# The funnel's whole face, and what only shop itself may use besides: its commands look at the
# invariants, and its admin site gives the reports their addresses.
FUNNEL_FACE, FOR_SHOP_ITSELF = {"funnel.api"}, {"funnel.invariants", "funnel.admin_views"}


@dataclass(frozen=True)
class Import:
    by: str  # the importing module's room
    of: str  # the imported module, dotted
    where: str  # file:line

    def __str__(self) -> str:
        return f"{self.where}: {self.by} imports {self.of}"


def room_of(module: str) -> str:
    """`shop.cart.models` → `cart`; `shop.urls` → `shop`; `funnel.api` → `funnel`."""
    parts = module.split(".")
    return parts[1] if parts[0] == "shop" and parts[1:2] and parts[1] in DEPTH else parts[0]


def imports(package: str) -> Iterator[Import]:
    for path in sorted((ROOT / package).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        own = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        package_of_own = own if path.name == "__init__.py" else own.rpartition(".")[0]
        for node in ast.walk(ast.parse(path.read_text())):
            for name in imported_names(node, package_of_own):
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield Import(room_of(own), name, where)


def imported_names(node: ast.AST, package: str) -> list[str]:
    """`from shop import checks` names `shop.checks`; `from .x import y` is made absolute."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    module = node.module or ""
    if node.level:
        above = package.split(".")[: len(package.split(".")) - node.level + 1]
        module = ".".join([*above, *([module] if module else [])])
    if module in ("shop", "funnel"):
        return [f"{module}.{alias.name}" for alias in node.names]
    return [module]


def points_wrong(by: str, of: str) -> bool:
    """Whether a room above, or beside, is pointed at."""
    return by != of and DEPTH[of] <= DEPTH[by]


def test_rooms_import_only_what_lies_below_them():
    ours = [found for found in imports("shop") if room_of(found.of) in DEPTH]
    assert len(ours) > 50
    wrong = [str(found) for found in ours if points_wrong(found.by, room_of(found.of))]
    assert wrong == []


def test_rooms_know_nothing_of_the_funnel_but_its_face():
    of_funnel = [found for found in imports("shop") if room_of(found.of) == "funnel"]
    wrong = [str(found) for found in of_funnel if not within_face(found)]
    assert of_funnel
    assert wrong == []


def within_face(found: Import) -> bool:
    face = FUNNEL_FACE | FOR_SHOP_ITSELF if found.by == "shop" else FUNNEL_FACE
    return found.of in face


def test_the_funnel_knows_nothing_of_the_shop():
    wrong = [str(found) for found in imports("funnel") if found.of.split(".")[0] == "shop"]
    assert wrong == []


def test_lib_knows_not_even_the_funnel():
    wrong = [str(found) for found in imports("shop/lib") if room_of(found.of) == "funnel"]
    assert wrong == []


def test_foreign_keys_point_down():
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if room_of(model.__module__) in (*DEPTH, "funnel")
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.remote_field and field_points_wrong(model, field.related_model)
    ]
    assert wrong == []


def field_points_wrong(model: type, target: type) -> bool:
    by, of = room_of(model.__module__), room_of(target.__module__)
    if "funnel" in (by, of):
        return by != of
    return of in DEPTH and points_wrong(by, of)


@pytest.mark.parametrize(
    ("by", "of", "wrong"),
    [
        ("cart", "offers", False),
        ("cart", "cart", False),
        ("cart", "orders", True),
        ("page", "checkout", True),
        ("lib", "cart", True),
        ("shop", "page", False),
    ],
)
def test_the_rule_itself(by, of, wrong):
    assert points_wrong(by, of) is wrong


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import shop.cart.models", ["shop.cart.models"]),
        ("from shop import checks", ["shop.checks"]),
        ("from ..cart import views", ["shop.cart"]),
        ("from . import views", ["shop.page"]),
    ],
)
def test_how_imports_are_read(code, names):
    assert imported_names(ast.parse(code).body[0], "shop.page") == names


def test_every_room_has_its_place_in_the_list():
    folders = {path.parent.name for path in (ROOT / "shop").glob("*/__init__.py")}
    assert folders - {"management", "locale"} - set(DEPTH) == set()


def test_every_room_says_what_lives_there():
    for room in sorted(set(DEPTH) - {"shop", "remarketing"}):
        words = ast.get_docstring(ast.parse((ROOT / "shop" / room / "__init__.py").read_text()))
        assert words, f"shop/{room}/__init__.py is silent"
        assert len(words.splitlines()) >= 2, f"shop/{room}/__init__.py says too little"
