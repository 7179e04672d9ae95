"""Takes the pictures of screens in docs/images: a browser opens what `pdmon demo` made.

Run `python docs/screens.py` in a workspace with the demo (PDMON_HOME) and Chromium on the machine; then look at them.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from pdmon_utils.store import Workspace

IMAGES = Path(__file__).parent / "images"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIZE = {"width": 1180, "height": 780}
ABOVE = 240  # points of a screen that are shown above the thing: its heading and table
COLOURS = 96  # of a picture: screens of text and charts need no more
SCREENS = {  # picture → page of the workspace, and what stands at the top of the picture
    "note": ("reports/zato-primer/2024/internal/note.html", "h1"),
    "chart": ("reports/gorod-primer/2024/internal/deficits.html", "figure.pdmon-chart"),
    "report": ("reports/zato-primer/2024/internal/deficits.html", "h2:has-text('4. Выводы')"),
    "site": ("reports/site/index.html", "h1"),
    "check": ("reports/zato-primer/check/index.html", "h1"),
    "regulation": ("reports/regulations/zato.html", "h1"),
}


def main() -> None:
    """Write every picture whose page is there, and say which page is not."""
    home = Workspace.find().home
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        page = browser.new_page(viewport=SIZE, device_scale_factor=1)
        for name, (path, top) in SCREENS.items():
            if (home / path).exists():
                (IMAGES / f"{name}.png").write_bytes(_few(_taken(page, home / path, top)))
            else:
                print(f"{path}: такой страницы нет, картинка {name} осталась прежней")  # noqa: T201  a script
        browser.close()


def _taken(page: Page, path: Path, top: str) -> bytes:
    page.goto(path.resolve().as_uri())
    page.add_style_tag(content="* { content-visibility: visible !important }")  # else places move while one scrolls
    page.locator(top).first.evaluate(f"thing => window.scrollTo(0, thing.getBoundingClientRect().top - {ABOVE})")
    return page.screenshot()


def _few(data: bytes) -> bytes:
    """Return the picture in few colours: a third of the bytes."""
    file = io.BytesIO()
    few = Image.open(io.BytesIO(data)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    main()
