"""Drafts in a real browser: saved by themselves, never lost and never overwritten."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

import exercises
from server.submissions.models import Draft
from tests.browser.conftest import LogIn, Site
from tests.browser.exercise_page import EXERCISE, editor, expect_text, replace_all, saved

pytestmark = pytest.mark.browser


def test_a_draft_is_saved_by_itself_and_is_there_in_another_browser(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    replace_all(ada, "# a draft of Ada\n")
    expect(saved(ada)).to_have_text("draft saved ✓")
    elsewhere = log_in("ada")
    elsewhere.goto(EXERCISE)
    expect(editor(elsewhere)).to_contain_text("# a draft of Ada")


def test_a_page_with_a_saved_draft_says_so_from_the_start(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    expect(editor(ada)).to_be_visible()
    expect(saved(ada)).to_have_text("")  # the starter is no draft
    replace_all(ada, "# a draft of Ada\n")
    expect(saved(ada)).to_have_text("draft saved ✓")
    ada.reload()
    expect(editor(ada)).to_contain_text("# a draft of Ada")
    expect(saved(ada)).to_have_text("draft saved ✓")


def test_what_was_typed_offline_is_kept_in_the_browser_and_saved_later(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    ada.context.route("**/draft", lambda route: route.abort("internetdisconnected"))
    replace_all(ada, "# typed on a train\n")
    expect(saved(ada)).to_contain_text("saved in this browser")
    with site.sessions() as session:
        assert session.query(Draft).count() == 0
    ada.context.unroute("**/draft")
    later = ada.context.new_page()  # the browser is opened again; the first page never had its say
    later.goto(EXERCISE)
    expect(editor(later)).to_contain_text("# typed on a train")
    expect(saved(later)).to_have_text("draft saved ✓")
    with site.sessions() as session:
        assert session.query(Draft).one().source == "# typed on a train\n"


@pytest.mark.parametrize("choice", ["Use the newer draft", "Keep this draft"])
def test_a_newer_draft_is_offered_and_never_overwritten(log_in: LogIn, site: Site, choice: str):
    laptop, lab = log_in("ada"), log_in("ada")
    for page in (laptop, lab):
        page.goto(EXERCISE)
    replace_all(laptop, "# from the laptop\n")
    expect(saved(laptop)).to_have_text("draft saved ✓")
    replace_all(lab, "# from the lab\n")
    expect(lab.get_by_text("A newer draft was saved elsewhere.")).to_be_visible()
    expect_text(lab, "# from the lab\n")
    with site.sessions() as session:
        assert session.query(Draft).one().source == "# from the laptop\n"
    lab.get_by_role("button", name=choice).click()
    if choice == "Use the newer draft":
        expect(editor(lab)).to_contain_text("# from the laptop")
        lab.keyboard.press("Control+z")
        expect(editor(lab)).to_contain_text("# from the lab")
    expect(saved(lab)).to_have_text("draft saved ✓")
    with site.sessions() as session:
        assert session.query(Draft).one().source == "# from the lab\n"


def test_a_save_whose_answer_was_lost_is_no_conflict_after_a_reload(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)

    def lose_the_answer(route: Route) -> None:
        if (route.request.post_data_json or {})["version"] == 0:  # also what the page sends when it is left
            route.fetch()
        else:
            route.continue_()

    ada.route("**/draft", lose_the_answer)
    replace_all(ada, "# first\n")
    expect(saved(ada)).to_have_text("saving …")
    ada.keyboard.insert_text("# and more\n")
    ada.wait_for_timeout(500)
    ada.reload()
    expect_text(ada, "# first\n# and more\n")
    expect(saved(ada)).to_have_text("draft saved ✓")
    expect(ada.locator("[data-offer]")).to_be_hidden()
    with site.sessions() as session:
        assert session.query(Draft).one().source == "# first\n# and more\n"


def test_two_tabs_of_one_browser_do_not_lose_each_other_s_text(log_in: LogIn, site: Site):
    first = log_in("ada")
    second = first.context.new_page()
    for page in (first, second):
        page.goto(EXERCISE)
    replace_all(first, "# first tab\n")
    expect(saved(first)).to_have_text("draft saved ✓")
    replace_all(second, "# second tab\n")
    expect(second.get_by_text("A newer draft was saved elsewhere.")).to_be_visible()
    replace_all(first, "# first tab again\n")
    expect(saved(first)).to_have_text("draft saved ✓")
    second.reload()
    expect(second.get_by_text("A newer draft was saved elsewhere.")).to_be_visible()
    expect_text(second, "# second tab\n")
    first.reload()
    expect_text(first, "# first tab again\n")


def test_logout_leaves_no_saved_draft_in_the_browser(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    replace_all(ada, "# private\n")
    expect(saved(ada)).to_have_text("draft saved ✓")
    ada.get_by_role("button", name="Log out").click()
    expect(ada.get_by_role("heading", name="Log in")).to_be_visible()
    assert ada.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0


def test_reset_asks_first_and_can_be_undone(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    replace_all(ada, "# an hour of work\n")
    ada.get_by_role("button", name="Reset to starter").click()
    ada.get_by_role("button", name="Keep my code").click()
    expect_text(ada, "# an hour of work\n")
    ada.get_by_role("button", name="Reset to starter").click()
    ada.get_by_role("button", name="Reset", exact=True).click()
    expect_text(ada, exercises.load("linear").starter)
    ada.get_by_role("button", name="Undo reset").click()
    expect_text(ada, "# an hour of work\n")
    ada.get_by_role("button", name="Reset to starter").click()
    ada.keyboard.press("Escape")  # says no, whatever the last answer was
    expect(ada.get_by_role("dialog")).to_be_hidden()
    ada.get_by_role("button", name="Check").click()
    expect(ada.get_by_text("It does not use an attempt.")).to_be_visible()
    assert site.last_submission().source == "# an hour of work\n"
