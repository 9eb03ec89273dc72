"""The exercise page of Linear, as a student uses it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

EXERCISE = "/courses/dl/exercises/linear"


def editor(page: Page):
    return page.get_by_role("textbox", name="linear.py, Python source")


def expect_text(page: Page, text: str) -> None:
    """What would be sent; the page may still be about to put it there."""
    expect(page.locator("textarea[name=source]")).to_have_js_property("value", text)


def replace_all(page: Page, text: str) -> None:
    editor(page).click()
    page.keyboard.press("Control+a")
    # Chromium itself would write a style attribute, which the policy refuses, if a selection were typed over.
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def saved(page: Page):
    return page.locator("[data-saved]")
