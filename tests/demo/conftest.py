from pathlib import Path

import pytest
from django.conf import settings as now
from PIL import Image

from shop.demo import build
from shop.page.models import Section


@pytest.fixture
def open_shop(page, variant, coupon):
    """A page that sells one box, of which there are ten."""
    Section.objects.create(page=page, kind="products", heading="Coffee")
    return page


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """The demo's files, but tiny: what the real ones look like is not the matter here."""
    folder = tmp_path_factory.mktemp("pictures")
    for path in (Path(now.BASE_DIR) / "static" / "demo").glob("*.*g"):
        Image.new("RGB", (40, 50), "#DDE6DF").save(folder / path.name, "JPEG")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(now, "MEDIA_ROOT", folder / "media")
        patch.setattr(build, "PICTURES", folder)
        patch.delenv("DEMO_PASSWORD", raising=False)
        yield folder
