"""Every page in both themes and two widths: accessible, within its width; theme and gradebook keys."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from server.courses.models import AssignmentExercise
from tests.browser.conftest import NARROW, WIDE, LogIn, Site
from tests.browser.places import PAGES, happen
from tests.server import classroom, reports

pytestmark = pytest.mark.browser


@pytest.fixture
def names(site: Site) -> dict[str, str]:
    """A course in which everything has happened; what the addresses of `PAGES` name."""
    with site.sessions() as session:
        return happen(session, site.room)


# axe does not read MathML, which screen readers do: a heading that is a formula only would count as empty.
AXE_OPTIONS = {
    "light": {"rules": {"empty-table-header": {"enabled": False}}},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},  # the rest is the same
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_is_accessible_and_fits_in_both_themes(
    log_in: LogIn, site: Site, names: dict[str, str], viewport: dict[str, int]
):
    pages: dict[str | None, Page] = {}
    found = {}
    for name, (who, path, then) in PAGES.items():
        if who not in pages:
            # axe is a script of the test, which the policy of the page rightly refuses.
            pages[who] = log_in(who, viewport=viewport, bypass_csp=True)
        page = pages[who]
        page.emulate_media(color_scheme="light")
        page.goto(path.format(**names))
        if then is not None:
            then(page)
            page.wait_for_load_state()  # a heading can be there before the style sheets
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found[name] = ["wider than the screen"]
        for theme, options in AXE_OPTIONS.items():
            page.emulate_media(color_scheme=theme)
            for violation in Axe().run(page, options=options).response["violations"]:
                node = violation["nodes"][0]
                problem = f"{theme}, {violation['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
                found.setdefault(name, []).append(problem)
    assert found == {}


def test_the_theme_follows_the_system_until_one_is_chosen_and_is_remembered(log_in: LogIn, site: Site):
    page = log_in("ada", color_scheme="dark")

    def background() -> str:
        return page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor")

    dark = background()
    page.get_by_role("button", name="Switch to the light theme").click()
    light = background()
    assert light != dark
    page.reload()
    assert background() == light
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Switch to the dark theme").click()
    assert background() == dark


def test_the_form_of_an_assignment_keeps_its_button_in_view_and_asks_for_costs_only_if_there_are_any(
    log_in: LogIn, site: Site
):
    page = log_in("ines")
    assignment_id = site.room.items["linear"].assignment_id
    page.goto(f"/courses/dl/assignments/{assignment_id}")
    expect(page.get_by_role("button", name="Save")).to_be_in_viewport()
    percent = page.locator("input[name=late_percent]")
    expect(percent).to_be_hidden()
    page.locator("select[name=late_policy]").select_option("percent")
    expect(percent).to_be_visible()
    page.locator("select[name=late_policy]").select_option("none")
    expect(percent).to_be_hidden()
    last = page.locator("input[type=checkbox]").last
    last.focus()
    is_in_front = """element => {
      const {x, y} = element.getBoundingClientRect();
      return document.elementFromPoint(x + 4, y + 4) === element;
    }"""
    assert last.evaluate(is_in_front)  # not behind the button


def test_the_form_of_a_comment_looks_like_other_forms_in_the_dark(log_in: LogIn, site: Site):
    page = log_in("ines", color_scheme="dark")
    with site.sessions() as session:
        classroom.submit(session, site.room.ada, site.room.items["linear"], reports.unsummed_bias())
    page.goto(f"/courses/dl/gradebook/{site.room.ada.id}/linear")
    look = "element => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color]"
    text, line = page.locator("textarea#text"), page.locator("input[name=line]")
    assert text.evaluate(look) == line.evaluate(look)


def test_the_button_of_the_theme_names_the_theme(log_in: LogIn, site: Site):
    page = log_in("ada", color_scheme="dark")
    button = page.locator("[data-theme-toggle]")
    expect(button).to_have_text("Light theme")
    button.click()
    expect(button).to_have_text("Dark theme")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(button).to_have_text("Dark", use_inner_text=True)
    brand, end = page.locator(".site .brand"), page.locator(".site .end")
    assert brand.bounding_box()["y"] >= end.bounding_box()["y"], "one line"


def test_relative_times_stay_true_while_a_page_is_open(log_in: LogIn, site: Site):
    page = log_in("ada")
    page.clock.install()
    page.goto("/courses/dl")
    due = page.locator("time:has-text('in 3 days')").first  # and two hours
    expect(due).to_be_visible()
    moved = page.locator(f"time[datetime='{due.get_attribute('datetime')}'] [data-relative]").first
    page.clock.fast_forward("04:00:00")
    expect(moved).to_have_text("in 2 days")
    page.clock.fast_forward(72 * 3_600_000)
    expect(moved).to_have_text("2 hours ago")


def test_a_due_time_names_the_zone_of_the_course_and_in_its_title_the_local_time(log_in: LogIn, site: Site):
    with site.sessions() as session:
        due = datetime(2030, 12, 12, 22, 59, tzinfo=UTC)
        session.get_one(AssignmentExercise, site.room.items["linear"].id).assignment.due_at = due
        session.commit()
    page = log_in("ada", timezone_id="America/Los_Angeles")
    for path in ("/courses/dl", "/courses/dl/exercises/linear", "/courses/dl/gradebook/mine"):
        page.goto(path)
        time_ = page.locator("time[datetime^='2030-12-12T22:59']").first
        expect(time_).to_contain_text("23:59 CET")
        expect(time_).to_have_attribute("title", re.compile("2:59.PM PST"))


def test_arrow_keys_move_in_the_gradebook_and_enter_opens(log_in: LogIn, site: Site, names: dict[str, str]):
    ines = log_in("ines")
    ines.goto("/courses/dl/gradebook")
    cells = ines.locator("td.cell a")
    cells.first.focus()
    ines.keyboard.press("ArrowDown")
    ines.keyboard.press("ArrowRight")
    ines.keyboard.press("ArrowRight")
    expect(cells.nth(5 + 2)).to_be_focused()  # Ben, ReLU
    expect(cells.nth(5 + 2)).to_have_accessible_name("10 of 100, 5 attempts, late, stuck")
    assert ines.locator("td.cell a[tabindex='0']").count() == 1
    ines.keyboard.press("Enter")
    expect(ines.get_by_role("heading", name="Ben Okri")).to_be_visible()


def test_the_name_column_and_the_header_stay_in_sight(log_in: LogIn, site: Site, names: dict[str, str]):
    ines = log_in("ines", viewport=NARROW)
    ines.goto("/courses/dl/gradebook")
    box = ines.locator(".grid-box")
    before = ines.get_by_role("rowheader", name="Ada Lovelace").bounding_box()
    box.evaluate("element => { element.scrollLeft = 200; }")
    after = ines.get_by_role("rowheader", name="Ada Lovelace").bounding_box()
    assert before
    assert after
    assert before["x"] == after["x"]
    assert before["height"] == 32


# At each frame: which formulas scroll without being tab stops, and whether any was none because it fits.
WATCH_FORMULAS = """
window.unreachable = new Set();
window.relieved = false;
(function look() {
  for (const block of document.querySelectorAll(".math-block")) {
    if (block.tabIndex < 0 && block.scrollWidth > block.clientWidth) window.unreachable.add(block.dataset.tex);
    if (block.tabIndex < 0) window.relieved = true;
  }
  requestAnimationFrame(look);
})();
"""


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_keyboard_reaches_a_wide_formula_at_every_moment_however_late_its_fonts(
    log_in: LogIn, site: Site, viewport: dict[str, int]
):
    # What Playwright waits for it evaluates in the page, which the policy of the page rightly refuses.
    ada = log_in("ada", viewport=viewport, bypass_csp=True)
    ada.context.add_init_script(WATCH_FORMULAS)

    def late(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    ada.route("**/*.woff2", late)
    ada.goto("/courses/dl/exercises/linear")
    ada.wait_for_function("relieved")
    ada.wait_for_function("document.fonts.status === 'loaded'")
    assert ada.locator(".math-block").count() > 1
    assert ada.evaluate("[...unreachable]") == []


def test_the_skip_link_leads_past_the_header(log_in: LogIn, site: Site):
    page = log_in("ada")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_token_is_made_and_shown_once(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto("/account")
    ada.get_by_role("region", name="API tokens").get_by_label("Name").fill("laptop")
    ada.get_by_role("button", name="Create token").click()
    expect(ada.locator("[data-secret]")).to_contain_text("chr_")
    ada.goto("/account")
    expect(ada.locator("[data-secret]")).to_have_count(0)
    ada.get_by_role("button", name="Revoke laptop").click()
    expect(ada.get_by_text("The token “laptop” has been revoked.")).to_be_visible()
