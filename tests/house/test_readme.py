"""The README names everything that an owner can set, run or extend; each has its line."""

import re
import tomllib
from pathlib import Path

import pytest

from funnel.reports import REPORTS
from funnel.stages import Stage
from shop.checkout.mails import MAILS
from shop.page.models import Section
from shop.payments.providers import PROVIDERS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def part(heading: str) -> str:
    return README.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def commands() -> list[str]:
    files = ROOT.glob("*/management/commands/*.py")
    return [file.stem for file in files if file.stem != "__init__"]


def settings() -> list[str]:
    return re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.M)


def libraries() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *(line for name in extras if name not in ("test", "bench") for line in extras[name]),
    ]
    return [re.match(r"[A-Za-z0-9-]+", line)[0] for line in wanted]


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Settings", settings()),
        ("Commands", commands()),
        ("The reports", [report.slug for report in REPORTS]),
        ("Recipes", [*Stage.values, *Section.Kind.values, *PROVIDERS, *MAILS]),
    ],
)
def test_each_has_its_line(heading, names):
    assert [name for name in names if f"`{name}`" not in part(heading)] == []


def test_a_reasons_recipe_names_each_list_that_it_goes_into():
    recipe = part("Recipes").split("**Something to know of a journey**")[1].split("\n- **")[0]
    lists = ("DetailName", "FROM_BROWSER", "REASONS", "MET_AT", "TITLES", "CODES", "ON_PURPOSE")

    assert [name for name in lists if f"{name}`" not in recipe] == []


def test_each_library_has_its_reason():
    assert [name for name in libraries() if name not in part("Libraries")] == []


@pytest.mark.parametrize("heading", ["Run it", "Test it"])
def test_one_block_with_one_command(heading):
    (block,) = re.findall(r"```sh\n(.*?)```", part(heading), re.S)
    assert len(block.strip().splitlines()) == 1


def test_the_pictures_are_there():
    for name in re.findall(r"!\[[^]]+\]\(([^)]+)\)", README):
        assert (ROOT / name).stat().st_size > 10_000
