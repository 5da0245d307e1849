"""``python -m shop.demo.art [NAME ...]``: renders the pictures into ``static/demo``.

Needs Debian's Chromium and Playwright (the ``test`` extra); the shop itself needs neither,
because the pictures are committed.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from .scenes import LOGO, SCENES, logo, sign

FOLDER = Path(__file__).resolve().parents[3] / "static" / "demo"
QUALITIES = range(86, 40, -2)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update",
              "--disable-sync"]  # fmt: skip


def budget(width: int, height: int) -> int:
    """Bytes a picture may weigh: all of them together stay under 4 MB."""
    return min(340_000, 12_000 + int(width * height * 0.082))


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


def render(browser: Browser, svg: str, width: int, height: int) -> Image.Image:
    """The drawing as pixels, exactly as large as it says; see-through where nothing is drawn."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(300_000)
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
    png = page.screenshot(omit_background=True, timeout=300_000)
    page.close()
    return Image.open(io.BytesIO(png))


def encode(image: Image.Image) -> bytes:
    """The best JPEG that fits the budget."""
    for quality in QUALITIES:
        out = io.BytesIO()
        image.convert("RGB").save(
            out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling=2
        )
        if out.tell() <= budget(*image.size):
            break
    return out.getvalue()


def main(names: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "logo.svg").write_text(sign() + "\n")
    with chromium() as browser:
        render(browser, logo(), *LOGO).save(FOLDER / "logo.png", optimize=True)
        for name in names or SCENES:
            width, height, draw = SCENES[name]
            data = encode(render(browser, draw(), width, height))
            (FOLDER / f"{name}.jpg").write_bytes(data)
            print(f"{name}.jpg {width}x{height} {len(data) // 1000} kB", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
