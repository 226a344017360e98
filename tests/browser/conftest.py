"""The system's Chromium, driven by Playwright; a service for all tests that change nothing in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.serving import Served, served
from tests.browser.stops import Cases, prepare

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """For one module at a time: it keeps an event loop running, which other tests must not find."""
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The browser that is installed; nothing is downloaded."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    assert path is not None, "these tests need Chromium; on Debian: apt-get install chromium"
    one = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield one
    one.close()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Cases]]:
    """A service with cases at different steps, for all tests that change nothing in it."""
    with served(tmp_path_factory.mktemp("pages")) as one:
        yield one, prepare(one)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    """A service of the test's own."""
    with served(tmp_path) as one:
        yield one
