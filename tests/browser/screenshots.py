"""`python -m tests.browser.screenshots [LANGUAGE [NAME...]]`: every page, wide and narrow, light and dark."""

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


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
