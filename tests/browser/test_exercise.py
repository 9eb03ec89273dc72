"""The exercise page in a real browser: editor, live result, draft, reset, keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from grader.report import Stage
from server.submissions.models import Job, JobState, Purpose
from tests.browser.conftest import NARROW, LogIn, Site
from tests.browser.exercise_page import EXERCISE, editor, expect_text, replace_all
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
    expect(ada.get_by_text("It does not use an attempt.")).to_be_visible()
    assert site.last_submission().purpose is Purpose.CHECK
    site.grade_last(reports.accepted())
    expect(ada.get_by_text("This was a check, so it did not use an attempt.")).to_be_visible()


def test_a_passed_check_says_that_it_is_not_submitted_and_submits_what_was_checked(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    replace_all(ada, "# checked\n")
    ada.keyboard.press("Control+Enter")
    expect(ada.get_by_text("It does not use an attempt.")).to_be_visible()
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
    expect(ada.get_by_text("It does not use an attempt.")).to_be_visible()
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


def test_an_earlier_submission_that_ends_last_is_counted_too(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    ada.get_by_role("button", name="Submit").click()
    expect(ada.get_by_text("It is safe to leave this page.")).to_be_visible()
    with site.sessions() as session:  # a worker has it, so the next one does not replace it
        session.query(Job).one().state = session.query(classroom.Submission).one().state = JobState.RUNNING
        session.commit()
    first = ada.locator("#panel").get_attribute("data-submission")
    ada.get_by_role("button", name="Submit").click()
    expect(ada.locator("#panel")).not_to_have_attribute("data-submission", first or "")
    site.grade_last(reports.unsummed_bias())
    expect(ada.locator("b[data-attempts]")).to_have_text("1")
    with site.sessions() as session:
        earlier = session.query(classroom.Submission).filter_by(public_id=first).one()
        classroom.grade(session, earlier, reports.accepted())
    site.feed.done(first or "", {"state": "graded"})
    expect(ada.locator("b[data-attempts]")).to_have_text("2")
    expect(ada.locator("#panel .points").first).to_have_text("70/100")


def test_the_line_that_raised_is_marked_in_the_editor(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    replace_all(ada, classroom.SOURCE)
    ada.get_by_role("button", name="Check").click()
    expect(ada.get_by_text("It does not use an attempt.")).to_be_visible()
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
    expect(ada.get_by_text("It does not use an attempt.")).to_be_visible()
    problem = {"title": "Too many requests", "detail": "Wait."}
    ada.route("**/submissions", lambda route: route.fulfill(status=429, json=problem))
    ada.get_by_role("button", name="Check").click()
    expect(ada.locator("[data-refusal]")).to_be_visible()
    site.grade_last(reports.accepted())
    expect(ada.locator("#panel .points").first).to_have_text("100/100")
    expect(ada.locator("[data-refusal]")).to_be_hidden()


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
    expect(editor(ada)).to_have_accessible_description(re.compile("To leave the editor, press Esc and then Tab"))


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
