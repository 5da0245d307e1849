"""A file of spend is chosen, looked at and imported, on a phone and on a desktop."""

from datetime import date, timedelta

import pytest

from funnel.models import Spend
from tests.browser.conftest import DESKTOP, PHONE

YESTERDAY = date.today() - timedelta(days=1)
GOOGLE = f"""Campaign report
"the days"
Day,Campaign,Currency code,Impr.,Clicks,Cost
{YESTERDAY},Winter tea for cold evenings,TWD,"1,204",87,"1,600.80"
{YESTERDAY},Brand,TWD,300,12,180.00
Total: Account, --,TWD,"1,504",99,"1,780.80"
"""


@pytest.fixture
def seen(as_dora):
    """Opens the import as Dora."""

    def look(shape, **options):
        page = as_dora(shape, "/admin/funnel/spend/", **options)
        page.get_by_role("link", name="Import a file").click()
        return page

    return look


def choose(page, text: str) -> None:
    file = {"name": "report.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at it").click()


def fits(page, shape) -> bool:
    width = page.evaluate("document.documentElement.scrollWidth")
    return width == shape["viewport"]["width"]


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_the_file_to_the_list(seen, shape):
    page = seen(shape, java_script_enabled=False)
    choose(page, GOOGLE)
    page.get_by_text("2 new lines").wait_for()
    assert not Spend.objects.exists()

    page.get_by_role("button", name="Import", exact=True).click()

    page.get_by_text("Imported: 2 new, 0 changed, 0 as before.").wait_for()
    page.get_by_role("cell", name="NT$1,601").wait_for()
    assert Spend.objects.count() == 2


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_each_of_its_pages_fits(seen, shape):
    page = seen(shape)
    assert fits(page, shape)
    choose(page, GOOGLE)
    page.get_by_role("button", name="Import", exact=True).wait_for()
    assert fits(page, shape)
    page.get_by_role("link", name="Another file").click()
    choose(page, GOOGLE.replace("180.00", "abc"))
    page.get_by_text("cost “abc” is no amount.").wait_for()
    assert fits(page, shape)
    assert page.errors == []


def test_enter_in_a_field_looks_again_and_imports_nothing(seen):
    page = seen(DESKTOP)
    choose(page, GOOGLE)
    page.get_by_text("How the file is read").click()
    page.get_by_label("Source", exact=True).last.fill("bing")

    page.get_by_label("Source", exact=True).last.press("Enter")

    page.get_by_role("cell", name="bing", exact=True).first.wait_for()
    assert not Spend.objects.exists()
