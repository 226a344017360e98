"""Pictures of pages: `python -m tests.browser.screenshots [LANGUAGE [NAME...]]`, or `... readme`.

Every page, wide and narrow, light and dark, into `screenshots/`; or those that the README shows.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.serving import served
from tests.browser.stops import STOPS, prepare
from tests.browser.visiting import Visitor

FOLDER = Path("screenshots")
WIDTHS = {"wide": 1440, "narrow": 390}
#: What the README shows, in English: the stop, what to scroll to ("" for the top), the theme.
SHOWN = (
    ("analysis-fits", "#beside-head", "light"),
    ("room", "", "light"),
    ("comparison", "", "dark"),
    ("case-head-sign", "", "light"),
)
IMAGES = Path("docs/images")


def main(language: str = "id", *names: str) -> int:
    """Write the pictures, of all stops or of those whose names begin so; 0."""
    stops = [one for one in STOPS if not names or one[0].startswith(names)]
    FOLDER.mkdir(exist_ok=True)
    path = next(found for name in CHROMIUM if (found := shutil.which(name)))
    with TemporaryDirectory() as folder, served(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        cases = prepare(site)
        for size, width in WIDTHS.items():
            for theme in ("light", "dark"):
                visitor = Visitor(browser, site, language, width=width, theme=theme)
                last = ""
                for name, person, path_of in stops:
                    if person and person != last:
                        visitor.sign_in(person)
                    last = person
                    visitor.page.goto(path_of(cases))
                    visitor.page.screenshot(path=FOLDER / f"{name}-{size}-{theme}.png", full_page=True)
                visitor.context.close()
        browser.close()
    print(f"{len(stops) * 4} pictures in {FOLDER}/")
    return 0


def readme() -> int:
    """Write the pictures that the README shows; 0."""
    IMAGES.mkdir(exist_ok=True)
    ways = {name: (person, path_of) for name, person, path_of in STOPS}
    path = next(found for name in CHROMIUM if (found := shutil.which(name)))
    with TemporaryDirectory() as folder, served(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        cases = prepare(site)
        for name, place, theme in SHOWN:
            person, path_of = ways[name]
            visitor = Visitor(browser, site, "en", width=1200, theme=theme).sign_in(person)
            visitor.page.goto(path_of(cases))
            if place:
                visitor.page.locator(place).evaluate("found => found.scrollIntoView()")
            visitor.page.screenshot(path=IMAGES / f"{name}.png")
            visitor.context.close()
        browser.close()
    print(f"{len(SHOWN)} pictures in {IMAGES}/")
    return 0


if __name__ == "__main__":
    sys.exit(readme() if sys.argv[1:] == ["readme"] else main(*sys.argv[1:]))
