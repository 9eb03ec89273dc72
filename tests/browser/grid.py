"""What tests of the gradebook look for in it."""

from __future__ import annotations

import re
from datetime import datetime

from playwright.sync_api import Locator, Page, expect

GRADEBOOK = "/courses/term/gradebook"


def typed(moment: datetime) -> str:
    """As a field for a date and time takes it."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def row(page: Page, name: str) -> Locator:
    """The line of somebody in a table."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def expect_row(page: Page, name: str, cells: list[str | re.Pattern[str]], total: str) -> None:
    """What the grid says about a student, in words, and the total as it stands there."""
    page.goto(f"{GRADEBOOK}?name={name.replace(' ', '+')}")
    found = row(page, name)
    for place, words in enumerate(cells):
        expect(found.locator("td.cell a").nth(place)).to_have_accessible_name(words)
    expect(found.locator("td.total")).to_have_text(total)
