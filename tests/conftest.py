"""What every test may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def missing(part: str) -> NoReturn:
    """Skip because `part` is not on this machine; in continuous integration that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{part} is missing, and CI=true allows no skip", pytrace=False)
    pytest.skip(f"{part} is not on this machine")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run, for Playwright starts once in a process; contexts are each test's own."""
    from tests.browser.chromium import launch

    with launch() as browser:
        yield browser
