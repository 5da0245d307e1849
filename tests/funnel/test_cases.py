"""Published funnels with their counts, through the real engine and its tables."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from funnel.models import DailyTotal, Event

pytestmark = pytest.mark.django_db
OWN = Path(__file__).with_name("cases.json")
SHARED = sorted(Path(__file__).parents[3].glob("shared/funnel_cases/*.json"))


def run(*files: Path) -> str:
    out = StringIO()
    call_command("funnel_cases", *files, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("file", [OWN, *SHARED], ids=lambda file: file.name)
def test_every_case_agrees(file):
    assert ", 0 differ" in run(file)


def test_nothing_of_the_cases_stays():
    run(OWN)

    assert not Event.objects.exists()
    assert not DailyTotal.objects.exists()


def test_a_difference_is_shown_and_ends_with_1(tmp_path):
    case = json.loads(OWN.read_text())[0] | {"expected": [2, 2, 1]}
    (tmp_path / "wrong.json").write_text(json.dumps([case]))
    out = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("funnel_cases", tmp_path / "wrong.json", stdout=out)

    assert end.value.code == 1
    assert "FAIL own-01-two-visitors (as given)" in out.getvalue()


def test_a_file_that_is_none_is_named(tmp_path):
    with pytest.raises(CommandError, match="missing"):
        run(tmp_path / "missing.json")


@pytest.mark.parametrize("text", ["{", "7", '[{"id": "x"}]', '["x"]'])
def test_a_file_of_something_else_is_refused(tmp_path, text):
    (tmp_path / "other.json").write_text(text)

    with pytest.raises(CommandError, match="other"):
        run(tmp_path / "other.json")
