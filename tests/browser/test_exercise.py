"""The exercise page in a real browser: editor, live result, draft, reset, keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

import exercises
from grader.report import Stage
from server.submissions.models import Draft, JobState, Purpose
from tests.browser.conftest import NARROW, LogIn, Site
from tests.browser.exercise_page import EXERCISE, editor, expect_text, replace_all, saved
from tests.server import classroom, reports

pytestmark = pytest.mark.browser


def test_a_submission_shows_its_stages_as_they_come_and_then_the_diagnosis(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    replace_all(ada, "# mine\nx = 1\n")
    ada.keyboard.press("Control+Shift+Enter")
    result = ada.get_by_role("region", name="Result")
    expect(result).to_contain_text("It is safe to leave this page.")
    submission = site.last_submission()
    assert (submission.source, submission.purpose) == ("# mine\nx = 1\n", Purpose.SUBMIT)
    site.feed.state(submission.public_id, JobState.RUNNING)
    site.feed.stage(submission.public_id, {"stage": Stage.LOADS, "state": "running", "verdict": None})
    expect(result).to_contain_text("Being graded")
    expect(result.locator("[data-stage=loads]")).to_contain_text("running")
    site.feed.stage(
        submission.public_id,
        {"stage": Stage.LOADS, "state": "done", "verdict": "AC", "points": 10, "max_points": 10},
    )
    expect(result.locator("[data-stage=loads]")).to_contain_text("10/10")
    site.finish(reports.unsummed_bias())
    expect(result.get_by_role("heading", name="The bias gradient is not summed over the batch.")).to_be_visible()
    expect(ada.locator("[data-announce]")).to_contain_text("70 of 100 points.")
    expect(ada.locator("b[data-best]")).to_have_text("70/100")
    expect(ada.locator("b[data-attempts]")).to_have_text("1")
    ada.reload()
    expect(result.get_by_role("heading", name="The bias gradient is not summed over the batch.")).to_be_visible()


def test_a_reload_and_a_second_tab_follow_the_same_submission(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    editor(ada).click()
    ada.keyboard.press("Control+Shift+Enter")
    expect(ada.get_by_text("It is safe to leave this page.")).to_be_visible()
    ada.reload()
    second = ada.context.new_page()
    second.goto(EXERCISE)
    site.grade_last(reports.accepted(), stages=tuple(Stage))
    for page in (ada, second):
        expect(page.get_by_role("heading", name="Everything is correct.")).to_be_visible()


def test_ctrl_enter_checks_and_uses_no_attempt(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    editor(ada).click()
    ada.keyboard.press("Control+Enter")
    expect(ada.get_by_text("A check: it uses no attempt.")).to_be_visible()
    assert site.last_submission().purpose is Purpose.CHECK
    site.grade_last(reports.accepted())
    expect(ada.get_by_text("This was a check; no attempt was used.")).to_be_visible()


def test_a_passed_check_says_that_it_is_not_submitted_and_submits_what_was_checked(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    replace_all(ada, "# checked\n")
    ada.keyboard.press("Control+Enter")
    expect(ada.get_by_text("A check: it uses no attempt.")).to_be_visible()
    site.grade_last(reports.accepted())
    offer = ada.locator("[data-not-submitted]")
    expect(offer).to_be_visible()
    replace_all(ada, "# changed since\n")
    offer.get_by_role("button").click()
    expect(ada.get_by_text("It is safe to leave this page.")).to_be_visible()
    assert (site.last_submission().source, site.last_submission().purpose) == ("# checked\n", Purpose.SUBMIT)
    site.grade_last(reports.accepted())
    expect(ada.locator("#panel .points").first).to_have_text("100/100")
    expect(offer).to_be_hidden()


def test_the_result_comes_without_the_event_stream_too(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.route("**/events", lambda route: route.fulfill(status=204))  # ends an EventSource for good
    ada.goto(EXERCISE)
    ada.get_by_role("button", name="Submit").click()
    expect(ada.get_by_text("It is safe to leave this page.")).to_be_visible()
    site.grade_last(reports.accepted())
    expect(ada.get_by_role("heading", name="Everything is correct.")).to_be_visible()


def test_sending_twice_in_a_hurry_makes_one_submission(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    ada.get_by_role("button", name="Submit").dblclick()
    expect(ada.get_by_text("It is safe to leave this page.")).to_be_visible()
    with site.sessions() as session:
        assert session.query(classroom.Submission).count() == 1


def test_the_result_of_what_was_sent_last_is_the_one_that_stays(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    held: list = []
    ada.get_by_role("button", name="Check").click()
    expect(ada.get_by_text("A check: it uses no attempt.")).to_be_visible()
    first = site.last_submission().public_id
    ada.route(f"**/{first}/panel", lambda route: held.append(route))  # the first result is slow to arrive
    with ada.expect_request(f"**/{first}/panel"):
        site.grade_last(reports.raises(11))
    ada.get_by_role("button", name="Submit").click()
    expect(ada.get_by_text("It is safe to leave this page.")).to_be_visible()
    site.grade_last(reports.accepted())
    expect(ada.get_by_role("heading", name="Everything is correct.")).to_be_visible()
    held[0].continue_()
    ada.wait_for_timeout(300)
    expect(ada.get_by_role("heading", name="Everything is correct.")).to_be_visible()


def test_the_line_that_raised_is_marked_in_the_editor(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    replace_all(ada, classroom.SOURCE)
    ada.get_by_role("button", name="Check").click()
    expect(ada.get_by_text("A check: it uses no attempt.")).to_be_visible()
    site.grade_last(reports.raises(11))
    expect(ada.locator(".cm-lintRange-error")).to_contain_text("return x @ self.weight.T + self.bias")
    expect(ada.get_by_text("ValueError: matmul").first).to_be_visible()


def test_a_refusal_says_why_and_keeps_the_code(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    ada.route("**/submissions", lambda route: route.abort("internetdisconnected"))
    replace_all(ada, "# kept\n")
    ada.get_by_role("button", name="Submit").click()
    expect(ada.get_by_role("heading", name="The server did not respond")).to_be_visible()
    expect_text(ada, "# kept\n")
    ada.unroute("**/submissions")
    ada.get_by_role("button", name="Submit").click()
    expect(ada.get_by_text("It is safe to leave this page.")).to_be_visible()


def test_a_refusal_leaves_the_running_check_alone(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    ada.get_by_role("button", name="Check").click()
    expect(ada.get_by_text("A check: it uses no attempt.")).to_be_visible()
    problem = {"title": "Too many requests", "detail": "Wait."}
    ada.route("**/submissions", lambda route: route.fulfill(status=429, json=problem))
    ada.get_by_role("button", name="Check").click()
    expect(ada.locator("[data-refusal]")).to_be_visible()
    site.grade_last(reports.accepted())
    expect(ada.locator("#panel .points").first).to_have_text("100/100")
    expect(ada.locator("[data-refusal]")).to_be_hidden()


# --- drafts ------------------------------------------------------------------------------------------------------


def test_a_draft_is_saved_by_itself_and_is_there_in_another_browser(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    replace_all(ada, "# a draft of Ada\n")
    expect(saved(ada)).to_have_text("draft saved ✓")
    elsewhere = log_in("ada")
    elsewhere.goto(EXERCISE)
    expect(editor(elsewhere)).to_contain_text("# a draft of Ada")


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
    expect(ada.get_by_text("A check: it uses no attempt.")).to_be_visible()
    assert site.last_submission().source == "# an hour of work\n"


# --- keyboard, narrow screens, no script -------------------------------------------------------------------------


def test_tab_indents_and_escape_then_tab_leaves_the_editor(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    replace_all(ada, "")
    ada.keyboard.press("Tab")
    ada.keyboard.insert_text("x")
    expect_text(ada, "    x")
    ada.keyboard.press("Escape")
    ada.keyboard.press("Tab")
    expect(ada.get_by_role("button", name="Check")).to_be_focused()
    expect(editor(ada)).to_have_accessible_description(re.compile("press Esc, then Tab, to leave the editor"))


def test_on_a_narrow_screen_tabs_show_one_part_and_submit_stays_in_reach(log_in: LogIn, site: Site):
    ada = log_in("ada", viewport=NARROW, has_touch=True)
    ada.goto(EXERCISE)
    statement, code = ada.get_by_role("region", name="Statement"), ada.get_by_role("region", name="Code")
    expect(statement).to_be_visible()
    expect(code).to_be_hidden()
    expect(ada.get_by_role("button", name="Submit")).to_be_in_viewport()
    ada.get_by_role("tab", name="Code").click()
    expect(statement).to_be_hidden()
    expect(code).to_be_visible()
    expect(ada.get_by_role("button", name="Submit")).to_be_in_viewport()
    ada.get_by_role("button", name="Submit").click()
    expect(ada.get_by_role("tab", name="Result")).to_have_attribute("aria-selected", "true")
    ada.keyboard.press("ArrowLeft")
    assert ada.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript_a_plain_form_submits_and_the_result_comes(log_in: LogIn, site: Site):
    ada = log_in("ada", java_script_enabled=False)
    ada.goto(EXERCISE)
    ada.get_by_label("linear.py, Python source").fill("# by hand\nx = 1\n")
    ada.get_by_role("button", name="Submit").click()
    expect(ada.get_by_role("heading", name="Submission 1")).to_be_visible()
    assert site.last_submission().source == "# by hand\nx = 1\n"
    site.grade_last(reports.unsummed_bias())
    expect(ada.get_by_role("heading", name="The bias gradient is not summed over the batch.")).to_be_visible()
    expect(ada.get_by_text("One bias per output")).to_be_visible()


def test_formulas_are_typeset_and_stay_readable_for_screen_readers(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    formulas = ada.locator(".math")
    expect(formulas.locator(".katex").first).to_be_visible()
    assert ada.locator(".math .katex math").count() == formulas.count() > 5
    assert ada.locator(".katex-error").count() == 0
