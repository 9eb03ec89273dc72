"""An instructor builds a course from nothing by clicking, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LogIn, Site, open_site
from tests.browser.grid import row, typed
from tests.server.classroom import PASSWORD
from tests.services import Postgres

pytestmark = pytest.mark.browser


@pytest.fixture
def site(tmp_path: Path, postgres: Postgres, redis_url: str) -> Iterator[Site]:
    """The web application on PostgreSQL."""
    with open_site(tmp_path, postgres.new_database(), redis_url) as site:
        yield site


def roster() -> str:
    """Two hundred lines, three of them bad; two people have an account."""
    lines = ["email,name,section,role", "ada@example.org,Ada Lovelace,Monday,", "ben@example.org,Ben Okri,Tuesday,"]
    lines += [f"new-{n:03}@example.org,Newcomer {n:03},{('Monday', 'Tuesday')[n % 2]}," for n in range(195)]
    lines += ["new-7.example.org,No At,Monday,", "new-007@example.org,Twice,Monday,", "king@example.org,King,,king"]
    return "\n".join(lines) + "\n"


def add_assignment(page: Page, title: str, due_at: datetime, exercises: dict[str, str], **choices: str) -> None:
    page.get_by_role("link", name="New assignment").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Due", exact=True).fill(typed(due_at))
    page.get_by_label("Closes").fill(typed(due_at + timedelta(days=7)))
    for field, value in choices.items():
        page.locator(f"select[name={field}]").select_option(value)
    for place, (exercise, points) in enumerate(exercises.items(), 1):
        page.get_by_label(exercise, exact=True).check()
        page.get_by_label(f"Order of {exercise}", exact=True).fill(str(place))
        page.get_by_label(f"Points for {exercise}", exact=True).fill(points)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def import_roster(page: Page) -> None:
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Import").click()
    page.get_by_label("or paste the text").fill(roster())
    page.get_by_role("button", name="Preview import").click()
    bad = page.locator("tbody tr").filter(has_text="error")
    expect(bad).to_have_count(3)
    expect(bad.nth(0)).to_contain_text("new-7.example.org")
    expect(bad.nth(1)).to_contain_text("Line 11 has the same address.")
    expect(bad.nth(2)).to_contain_text("“king” is not a role. Use one of student, assistant, instructor.")
    page.get_by_role("button", name="Apply 197 lines, skip 3").click()
    expect(page.get_by_role("status")).to_contain_text("Import applied: 197 people changed.")


def grant(page: Page, due_at: datetime, reason: str, *, email: str = "", section: str = "") -> None:
    page.get_by_label("Assignment").select_option(index=0)
    page.get_by_label("Student's email address").fill(email)
    if section:
        page.get_by_label("or section").select_option(label=section)
    page.get_by_label("New due date (Europe/Berlin)").fill(typed(due_at))
    page.get_by_label("Reason, for the record").fill(reason)
    page.get_by_role("button", name="Grant").click()
    whom = "Ben Okri" if email else f"section {section}"
    expect(page.get_by_role("status")).to_contain_text(f"The due date of “Functions” was extended for {whom}.")


def test_a_course_is_built_from_nothing_by_clicking(log_in: LogIn, site: Site) -> None:
    ines = log_in("ines")
    ines.get_by_role("link", name="Settings").click()
    ines.get_by_role("link", name="New course").click()
    ines.get_by_label("Title").fill("Neural Networks")
    ines.get_by_label("Term", exact=True).fill("Winter 2026/27")
    ines.get_by_label("Time zone").select_option("Europe/Berlin")
    ines.get_by_role("button", name="Create course").click()
    expect(ines.get_by_role("status")).to_have_text("Created Neural Networks. You are its instructor.")
    due_at = (site.room.now + timedelta(days=5)).replace(hour=18, minute=0)
    add_assignment(
        ines, "Functions", due_at, {"Sigmoid": "100", "ReLU": "50"},
        late_policy="percent", attempt_policy="best",
    )  # fmt: skip
    ines.get_by_role("link", name="Assignments").first.click()
    add_assignment(ines, "Layers", due_at + timedelta(days=7), {"Linear": "200"}, attempt_policy="last")
    import_roster(ines)

    ines.get_by_role("link", name="People").click()
    ines.get_by_role("link", name="Sections").click()
    ines.get_by_label("Name", exact=True).fill("Evening")
    ines.get_by_role("button", name="Add").click()
    ines.get_by_role("link", name="People").first.click()
    ines.get_by_label("Name or email").fill("ada@")
    ines.get_by_role("button", name="Filter").click()
    ines.get_by_role("link", name="Ada Lovelace").click()
    ines.get_by_label("Section", exact=True).select_option(label="Evening")
    ines.get_by_role("button", name="Change").click()
    expect(ines.get_by_role("status")).to_contain_text("Ada Lovelace is now a student in section Evening.")

    ines.get_by_role("link", name="Gradebook").click()
    ines.get_by_role("link", name="Extensions").click()
    grant(ines, due_at + timedelta(days=2), "Ill.", email="ben@example.org")
    grant(ines, due_at + timedelta(days=3), "No room on Monday.", section="Evening")
    expect(ines.get_by_role("row").filter(has_text="Ill.")).to_contain_text("Ben Okri")

    ines.get_by_role("link", name="Gradebook").first.click()
    expect(ines.locator(".head p").first).to_have_text("197 students, 3 exercises")
    for name in ("Ada Lovelace", "Ben Okri"):
        cells = row(ines, name).locator("td.cell a")
        expect(cells.first).to_have_accessible_name("nothing graded yet, extended")
        expect(cells.last).to_have_accessible_name("nothing graded yet")
    expect(row(ines, "Newcomer 000").locator("td.cell a").first).to_have_accessible_name("nothing graded yet")
    ada = log_in("ada")
    ada.goto("/courses/neural-networks/exercises/sigmoid")
    expect(ada.locator("body")).to_contain_text(f"{due_at + timedelta(days=3):%-d %b} 18:00")


def test_with_a_join_code_somebody_makes_an_account_and_is_in(log_in: LogIn, site: Site) -> None:
    ines = log_in("ines")
    ines.goto("/courses/dl/people/joining")
    ines.get_by_role("button", name="Create join code").click()
    code = ines.locator(".join-code").inner_text()
    nora = log_in(None)
    nora.goto("/join")
    nora.get_by_label("Code").fill(code.lower())
    nora.get_by_label("Name").fill("Nora New")
    nora.get_by_label("Email").fill("nora@example.org")
    for field in nora.locator("input[type=password]").all():
        field.fill(PASSWORD)
    nora.get_by_role("button", name="Create account and join").click()
    expect(nora.get_by_text("You have joined Foundations of Deep Learning.")).to_be_visible()
    ines.goto("/courses/dl/people?name=nora")
    expect(row(ines, "Nora New")).to_contain_text("student")
