"""Every report on a phone and on a desktop, by day and by night: fits, and is accessible."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from funnel.reports import REPORTS
from tests.browser.conftest import DESKTOP, PHONE
from tests.funnel.every_report import fill

SHAPES = [(PHONE, "light"), (DESKTOP, "dark")]


@pytest.mark.parametrize("slug", [report.slug for report in REPORTS])
@pytest.mark.parametrize(("shape", "scheme"), SHAPES, ids=["phone by day", "desktop by night"])
def test_it_fits_and_can_be_read(as_dora, rf, slug, shape, scheme):
    fill(rf)
    address = f"/admin/funnel/{slug}/?by=source"
    page = as_dora(shape, address, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") == shape["viewport"]["width"]
    found = Axe().run(page).response["violations"]
    assert [(it["id"], [node["html"][:120] for node in it["nodes"]]) for it in found] == []
    assert page.errors == []
