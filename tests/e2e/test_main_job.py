"""The main job: a student submits, reads which mistake it is, mends it; the instructor sees both attempts."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import exercises
from tests.e2e.platform import RunningPlatform

pytestmark = pytest.mark.browser

RIGHT = """\
import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
"""
UNSUMMED = RIGHT.replace("grad_output.sum(axis=0)", "grad_output")
STAGES = ["loads", "forward", "backward", "gradcheck", "properties"]

# Notes each word that a stage of the live panel shows, before the finished panel takes its place.
WATCH_STAGES = """
window.stagesSeen = [];
new MutationObserver(() => {
  for (const item of document.querySelectorAll(".stages.live [data-stage]")) {
    const seen = item.dataset.stage + " " + item.querySelector(".glyph").textContent;
    if (item.dataset.state && !window.stagesSeen.includes(seen)) window.stagesSeen.push(seen);
  }
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
"""


def log_in(browser: Browser, platform: RunningPlatform, who: str) -> Page:
    page = browser.new_context(base_url=platform.url, accept_downloads=True).new_page()
    page.set_default_timeout(20_000)
    page.add_init_script(WATCH_STAGES)
    email, password = platform.login_of(who)
    page.goto("/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    return page


def submit(page: Page, source: str) -> None:
    """Replace what is in the editor and press Ctrl+Shift+Enter; returns when the result is there."""
    editor = page.locator("[data-editor] .cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)
    before = page.locator("#panel").element_handle()
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_function("old => document.querySelector('#panel') !== old", arg=before)
    expect(page.locator("#panel[data-state=graded]")).to_be_visible()


def events_of(page: Page) -> list[tuple[str, dict[str, object]]]:
    """What the live stream of the submission in the panel says to whoever comes late."""
    link = page.locator("[href*='attempt'], [href*='/submissions/']").first
    assert link is not None
    identity = page.evaluate("document.querySelector('#panel').dataset.submission ?? ''") or last_submission(page)
    text = page.evaluate(f"fetch('/submissions/{identity}/events').then(response => response.text())")
    blocks = [dict(line.split(": ", 1) for line in block.splitlines() if ": " in line) for block in text.split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks if "event" in block]


def last_submission(page: Page) -> str:
    attempts = page.request.get(page.url.split("?")[0].rstrip("/") + "/attempts").text()
    return re.findall(r"attempt=([0-9a-f]{24})", attempts)[0]


def test_from_the_browser_to_the_gradebook(chromium: Browser, platform: RunningPlatform, tmp_path: Path) -> None:
    student = log_in(chromium, platform, "student")
    name = student.locator("header .who").inner_text()
    student.goto(student.locator("a[href*='/exercises/linear']").first.get_attribute("href") or "")
    before = int(student.locator(".facts [data-attempts]").inner_text())

    submit(student, UNSUMMED)
    panel = student.locator("#panel")
    expect(panel.get_by_role("heading").first).to_contain_text("bias")
    expect(panel.locator("[data-mistake]")).to_have_attribute("data-mistake", "unsummed_bias")
    partial = int(re.match(r"\d+", panel.locator(".result-head .points").inner_text()).group())  # type: ignore[union-attr]
    assert 0 < partial < 100
    seen = student.evaluate("window.stagesSeen")
    assert [stage for stage in STAGES if any(re.match(rf"{stage} [✓✗◐–]", line) for line in seen)] == STAGES, seen
    replayed = [data["stage"] for event, data in events_of(student) if event == "stage" and data["state"] == "done"]
    assert replayed == STAGES

    student.reload()
    expect(student.locator("#panel [data-mistake]")).to_have_attribute("data-mistake", "unsummed_bias")

    submit(student, RIGHT)
    expect(student.locator("#panel .result-head .points")).to_contain_text("100")
    expect(student.locator(".facts [data-best]")).to_have_text("100/100")
    expect(student.locator(".facts [data-attempts]")).to_have_text(str(before + 2))

    instructor = log_in(chromium, platform, "instructor")
    instructor.get_by_role("link", name="Gradebook").first.click()
    row = instructor.get_by_role("row").filter(has=instructor.get_by_role("rowheader", name=name))
    row.locator(f"a[title^='{exercises.load('linear').title}']").click()
    attempts = instructor.get_by_role("region", name="All submissions").get_by_role("row")
    expect(attempts).to_have_count(1 + before + 2)
    expect(attempts.nth(1)).to_contain_text("100")
    expect(attempts.nth(2)).to_contain_text(str(partial))
    attempts.nth(2).get_by_role("link").first.click()
    expect(instructor.locator("main")).to_contain_text("self.grad_bias = grad_output")
    expect(instructor.locator("main [data-mistake]").first).to_have_attribute("data-mistake", "unsummed_bias")

    instructor.get_by_role("link", name="Gradebook").first.click()
    with instructor.expect_download() as download:
        instructor.get_by_role("link", name="Download CSV", exact=True).click()
    saved = tmp_path / "grades.csv"
    download.value.save_as(saved)
    rows = list(csv.DictReader(io.StringIO(saved.read_text("utf-8-sig"))))
    mine = next(line for line in rows if name in line.values())
    assert mine["linear (of 100)"] == "100"
