"""Every report on a phone and on a desktop, by day and by night: fits, and is accessible."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from funnel.reports import REPORTS
from tests.browser.conftest import DESKTOP, PHONE
from tests.funnel.every_report import fill

SHAPES = [(PHONE, "light"), (DESKTOP, "dark")]


@pytest.mark.parametrize(("shape", "scheme"), SHAPES, ids=["phone by day", "desktop by night"])
def test_they_fit_and_can_be_read(as_dora, rf, shape, scheme):
    fill(rf)
    shown = {"color_scheme": scheme, "reduced_motion": "reduce"}
    page = as_dora(shape, "/admin/", bypass_csp=True, **shown)
    for slug in [report.slug for report in REPORTS]:
        page.goto(f"/admin/funnel/{slug}/?by=source", wait_until="networkidle")

        width = page.evaluate("document.documentElement.scrollWidth")
        assert (slug, width) == (slug, shape["viewport"]["width"])
        found = Axe().run(page).response["violations"]
        wrong = [(it["id"], [node["html"][:120] for node in it["nodes"]]) for it in found]
        assert (slug, wrong, page.errors) == (slug, [], [])
