"""The exercise page when the login session ends, or another one has begun."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from server.submissions.models import Draft
from tests.browser.conftest import LogIn, Site
from tests.browser.exercise_page import EXERCISE, expect_text, replace_all, saved
from tests.server import classroom, reports

pytestmark = pytest.mark.browser


def log_in_in_another_tab(page: Page, who: str = "ada") -> None:
    tab = page.context.new_page()
    tab.goto("/login")
    tab.get_by_label("Email").fill(f"{who}@example.org")
    tab.get_by_label("Password").fill(classroom.PASSWORD)
    tab.get_by_role("button", name="Log in").click()
    tab.get_by_role("button", name="Log out").wait_for()
    tab.close()


def test_what_is_sent_after_the_session_has_ended_is_sent_by_itself_after_the_next_login(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    ada.context.clear_cookies()
    replace_all(ada, "# kept\n")
    ada.keyboard.press("Control+Shift+Enter")
    expect(ada.locator("[data-log-in] a")).to_be_visible()
    expect_text(ada, "# kept\n")
    log_in_in_another_tab(ada)
    expect(ada.get_by_text("It is safe to leave this page.")).to_be_visible()
    assert site.last_submission().source == "# kept\n"
    expect(ada.locator("[data-refusal]")).to_be_hidden()
    expect(saved(ada)).to_have_text("draft saved ✓")


def test_a_page_of_an_earlier_session_renews_its_token_and_sends(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    ada.context.clear_cookies()
    log_in_in_another_tab(ada)
    replace_all(ada, "# new session\n")
    expect(saved(ada)).to_have_text("draft saved ✓")
    ada.keyboard.press("Control+Shift+Enter")
    expect(ada.get_by_text("It is safe to leave this page.")).to_be_visible()
    assert site.last_submission().source == "# new session\n"


def test_nothing_is_sent_in_the_name_of_somebody_else_who_has_logged_in(log_in: LogIn, site: Site):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    ada.context.clear_cookies()
    log_in_in_another_tab(ada, "ben")
    replace_all(ada, "# of Ada\n")
    ada.keyboard.press("Control+Shift+Enter")
    expect(ada.locator("[data-log-in] a")).to_be_visible()
    expect(saved(ada)).to_contain_text("log in again")
    with site.sessions() as session:
        assert session.query(classroom.Submission).count() == session.query(Draft).count() == 0


def test_a_session_that_ends_during_the_grading_is_said_and_the_result_comes_after_the_next_login(
    log_in: LogIn, site: Site
):
    ada = log_in("ada")
    ada.goto(EXERCISE)
    ada.get_by_role("button", name="Submit").click()
    expect(ada.get_by_text("It is safe to leave this page.")).to_be_visible()
    ada.context.clear_cookies()
    site.grade_last(reports.accepted())
    expect(ada.locator("[data-log-in] a")).to_be_visible()
    log_in_in_another_tab(ada)
    expect(ada.locator("#panel .points").first).to_have_text("100/100")
    ada.get_by_role("button", name="Check").click()
    expect(ada.get_by_text("It does not use an attempt.")).to_be_visible()


def test_without_javascript_the_code_of_an_ended_session_is_kept_and_can_be_sent(log_in: LogIn, site: Site):
    ada = log_in("ada", java_script_enabled=False)
    ada.goto(EXERCISE)
    ada.locator("textarea[name=source]").fill("# kept\n")
    ada.context.clear_cookies()
    ada.get_by_role("button", name="Submit").click()
    kept = ada.locator("[data-resend] textarea")
    expect(kept).to_have_value("# kept\n")
    log_in_in_another_tab(ada)
    ada.get_by_role("button", name="Submit").click()
    expect(kept).to_have_value("# kept\n")  # with a token of the new session
    ada.get_by_role("button", name="Submit").click()
    expect(ada.get_by_role("heading", name="Submission 1")).to_be_visible()
    assert site.last_submission().source == "# kept\n"
