"""What an instructor does with a class of two hundred, in a real browser on PostgreSQL."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from server.submissions.models import Submission
from tests.browser.conftest import LogIn, Site, open_site
from tests.browser.grid import GRADEBOOK, expect_row, row, typed
from tests.browser.term import Term, begin, work
from tests.services import Postgres

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Iterator[Site]:
    """The web application on PostgreSQL; its broker is away, which students do not notice."""
    folder = tmp_path_factory.mktemp("term")
    with open_site(folder, postgres.new_database(), f"unix://{folder / 'nobody.sock'}?db=0") as site:
        site.logins = {}
        yield site


@pytest.fixture(scope="module")
def term(site: Site) -> Term:
    """A class of two hundred that has worked; each test changes the scores of students of its own."""
    made = begin(site.sessions, site.room)
    work(made)
    return made


def test_the_grid_has_the_points_that_late_and_attempt_policies_leave(log_in: LogIn, term: Term) -> None:
    ines = log_in("ines")
    due = "nothing graded, past due"
    expect_row(ines, "Student 000", ["100 of 100, 1 attempt, solved", due, "80 of 200, 2 attempts"], "180 51.43%")
    late = ["64 of 100, 1 attempt, late", "30 of 50, 1 attempt", "nothing graded yet"]
    expect_row(ines, "Student 001", late, "94 26.86%")
    best = ["90 of 100, 2 attempts, solved", "45 of 50, 1 attempt", "nothing graded yet"]
    expect_row(ines, "Student 002", best, "135 38.57%")
    expect_row(ines, "Student 003", [due, due, "nothing graded yet"], "0 0.00%")
    medians = ines.locator("tr.median td")
    # 150 who tried sigmoid: 50 with 64, 49 with 90 and full points too late, 50 with 100, and none besides.
    expect(medians.first).to_have_text("90")
    expect(ines.locator("tr.rate td").first).to_have_attribute("title", "99 of 200 solved")
    row(ines, "Student 003").locator("th a").click()
    expect(ines.get_by_text("0/350 points")).to_be_visible()


def test_what_is_sent_in_the_browser_is_in_the_grid_once_it_is_graded(log_in: LogIn, site: Site, term: Term) -> None:
    for who, percent in (("ada", 70), ("ben", 35)):
        student = log_in(who)
        student.goto("/courses/term/exercises/linear")
        student.get_by_role("textbox", name="linear.py, Python source").click()
        student.keyboard.press("Control+a")
        student.keyboard.press("Delete")
        student.keyboard.insert_text(f"# {percent}\nx = 1\n")
        student.get_by_role("button", name="Submit").click()
        expect(student.get_by_text("It is safe to leave this page.")).to_be_visible()
    ines = log_in("ines")
    ines.goto(f"{GRADEBOOK}?state=pending")
    expect(ines.locator("tbody th")).to_have_text(["Ada Lovelace A", "Ben Okri B"])
    assert term.grade() == 2
    due = "nothing graded, past due"
    expect_row(ines, "Ada Lovelace", [due, due, "140 of 200, 1 attempt"], "140 40.00%")
    expect_row(ines, "Ben Okri", [due, due, "70 of 200, 1 attempt"], "70 20.00%")


def test_filters_and_sorting_work_by_clicking(log_in: LogIn, term: Term) -> None:
    ines = log_in("ines")
    ines.goto(GRADEBOOK)
    ines.get_by_label("Name or email").fill("Student 00")
    ines.get_by_label("Score", exact=True).select_option(label="late")
    ines.get_by_label("Exercise", exact=True).select_option(label="Sigmoid")
    ines.get_by_role("button", name="Filter").click()
    expect(ines.locator("tbody th a")).to_have_text(["Student 001", "Student 005", "Student 009"])
    ines.get_by_role("link", name="Show all").click()
    ines.get_by_label("Total % from").fill("51")
    ines.get_by_label("to", exact=True).fill("52")
    ines.get_by_role("button", name="Filter").click()
    expect(ines.locator(".head p").first).to_have_text("200 students, 50 shown, 3 exercises")
    ines.get_by_role("link", name="Show all").click()
    ines.get_by_label("Section", exact=True).select_option(label="B")
    ines.get_by_role("button", name="Filter").click()
    ines.get_by_title("Sort by Total").click()
    expect(ines.locator("tbody th a").first).to_have_text(re.compile("Student|Ben"))
    expect(ines.get_by_role("columnheader", name="Total")).to_have_attribute("aria-sort", "descending")
    ines.get_by_title("Sort by Total").click()
    expect(ines.get_by_role("columnheader", name="Total")).to_have_attribute("aria-sort", "ascending")
    ines.get_by_role("link", name="Sort by Sigmoid").click()
    expect(ines.locator("tbody td.cell:first-of-type a").first).to_have_accessible_name(re.compile("^100|^80|^64"))
    assert "section=" in ines.url  # the filter stays while one sorts


def test_keys_move_in_the_grid_and_enter_opens_the_cell(log_in: LogIn, term: Term) -> None:
    ines = log_in("ines")
    ines.goto(f"{GRADEBOOK}?name=Student+00")
    cells = ines.locator("td.cell a")
    cells.first.focus()
    for key, place in (
        ("ArrowDown", 3),
        ("End", 5),
        ("ArrowUp", 2),
        ("Home", 0),
        ("Control+End", 29),
        ("ArrowLeft", 28),
    ):
        ines.keyboard.press(key)
        expect(cells.nth(place)).to_be_focused()
    ines.keyboard.press("Enter")
    expect(ines.get_by_role("heading", name="Student 009: ReLU")).to_be_visible()


def test_an_extension_takes_lateness_off_at_once(log_in: LogIn, term: Term) -> None:
    ines = log_in("ines")
    expect_row(
        ines, "Student 181", ["64 of 100, 1 attempt, late", "30 of 50, 1 attempt", "nothing graded yet"], "94 26.86%"
    )
    row(ines, "Student 181").locator("td.cell a").first.click()
    ines.get_by_role("link", name="Extend the due date for Student 181").click()
    expect(ines.get_by_label("Student's email address")).to_have_value("student-181@example.org")
    ines.get_by_label("New due date (Europe/Berlin)").fill(typed(term.now + timedelta(days=1)))
    ines.get_by_label("Reason, for the record").fill("In hospital.")
    ines.get_by_role("button", name="Grant").click()
    extended = ["80 of 100, 1 attempt, extended", "30 of 50, 1 attempt, extended", "nothing graded yet"]
    expect_row(ines, "Student 181", extended, "110 31.43%")


def test_an_override_stays_after_another_submission_until_it_is_undone(log_in: LogIn, term: Term) -> None:
    ines = log_in("ines")
    ines.goto(f"{GRADEBOOK}?name=Student+185")
    row(ines, "Student 185").locator("td.cell a").nth(1).click()
    ines.get_by_label("Points out of 50").fill("45")
    ines.get_by_role("button", name="Override").click()
    expect(ines.get_by_role("alert")).to_be_visible()  # a reason is missing, and the points stay typed
    expect(ines.get_by_label("Points out of 50")).to_have_value("45")
    ines.get_by_label("Reason").fill("Explained it orally.")
    ines.get_by_role("button", name="Override").click()
    expect(ines.get_by_role("status")).to_have_text("The score is now 45 points.")
    term.hand_in(term.students[185], "relu", "# 100\n", term.now - timedelta(days=3, hours=1))
    late = "64 of 100, 1 attempt, late"
    expect_row(ines, "Student 185", [late, "45 of 50, 2 attempts, overridden"], "109 31.14%")
    row(ines, "Student 185").locator("td.cell a").nth(1).click()
    expect(ines.get_by_role("listitem").filter(has_text="Explained it orally.")).to_be_visible()
    ines.get_by_role("button", name="Remove override").click()
    expect_row(ines, "Student 185", [late, "50 of 50, 2 attempts, solved"], "114 32.57%")


def test_scores_are_exported_edited_and_brought_back(log_in: LogIn, term: Term) -> None:
    ines = log_in("ines")
    ines.goto(GRADEBOOK)
    with ines.expect_download() as download:
        ines.get_by_role("link", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    lines = {line["email"]: line for line in csv.DictReader(io.StringIO(text))}
    assert len(lines) == 200
    assert lines["student-000@example.org"]["total"] == "180"
    lines["student-183@example.org"] |= {"sigmoid (of 100)": "70", "linear (of 200)": "excused"}
    lines["student-187@example.org"] |= {"sigmoid (of 100)": "seventy"}
    edited = io.StringIO()
    writer = csv.DictWriter(edited, list(lines["student-000@example.org"]))
    writer.writeheader()
    writer.writerows(lines.values())
    ines.get_by_role("link", name="Upload").click()
    ines.get_by_label("CSV or Excel file").set_input_files(
        {"name": "scores.csv", "mimeType": "text/csv", "buffer": edited.getvalue().encode()}
    )
    ines.get_by_role("button", name="Preview changes").click()
    expect(ines.get_by_role("heading", name="2 scores would change")).to_be_visible()
    expect(ines.locator("table.problems tbody tr")).to_have_count(1)
    expect(ines.locator("table.problems")).to_contain_text("Student 187, sigmoid: “seventy”")
    ines.get_by_label("Reason (students see it with their score)").fill("Marked on paper.")
    ines.get_by_role("button", name="Change the selected scores, skip 1").click()
    expect(ines.get_by_role("status")).to_have_text("The file changed 2 scores.")
    # Of the 350 points, 200 are excused: 70 of 150.
    cells = ["70 of 100, overridden", "nothing graded, past due", "excused"]
    expect_row(ines, "Student 183", cells, "70 46.67%")
    expect_row(ines, "Student 187", ["nothing graded, past due"], "0 0.00%")


def expect_regrade(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=2).first).to_have_text(heading)


def test_a_regrade_is_previewed_applied_in_part_and_undone_and_an_override_survives(
    log_in: LogIn, site: Site, term: Term
) -> None:
    for user_id in (*term.students[3::4], site.room.ada.id, site.room.ben.id):
        term.hand_in(user_id, "sigmoid", "# 50\n")  # now each of the two hundred has a score there
    ines = log_in("ines")
    ines.goto(f"{GRADEBOOK}/{term.students[117]}/sigmoid")
    ines.get_by_label("Points out of 100").fill("70")
    ines.get_by_label("Reason").fill("Agreed in the office hour.")
    ines.get_by_role("button", name="Override").click()
    ines.goto(GRADEBOOK)
    ines.get_by_role("link", name="Regrades").click()
    ines.get_by_label("Scope").select_option(label="Sigmoid")
    ines.get_by_label("For each student").select_option(label="the attempt that counts")
    ines.get_by_label("Title").fill("Rounding")
    ines.get_by_label("Reason, for the record").fill("A check was too hard.")
    ines.get_by_role("button", name="Preview the regrade").click()
    expect(ines.get_by_text("Regrading 200 submissions for the preview. No scores have changed yet.")).to_be_visible()
    assert term.grade() == 200
    ines.goto(ines.url)
    # 80 becomes 100, two days late: 64 becomes 80. Beside the thirty, one has an override.
    expect_regrade(ines, "30 scores would change: 30 up, 0 down; 1 kept by an override")
    held = row(ines, "Student 117")
    expect(held).to_contain_text(
        "An override keeps the score unchanged, but the attempt's points change from 80 to 100."
    )
    expect(row(ines, "Student 001").locator("td.num")).to_have_text(["64", "80", "▲ +16"])
    relu = "30 of 50, 1 attempt"
    expect_row(ines, "Student 001", ["64 of 100, 1 attempt, late", relu], "94 26.86%")

    ines.goto("/courses/term/regrades")
    ines.get_by_role("link", name="Rounding").click()
    ines.get_by_label("Student", exact=True).fill("Student 00")
    ines.get_by_role("button", name="Filter").click()
    ines.get_by_role("button", name="Apply the 3 shown").click()
    expect(ines.get_by_text("The regrade was applied, and 3 scores changed.")).to_be_visible()
    regrade = ines.url
    expect_row(ines, "Student 001", ["80 of 100, 1 attempt, solved, late, regraded", relu], "110 31.43%")
    expect_row(ines, "Student 013", ["64 of 100, 1 attempt, late", relu], "94 26.86%")
    ines.goto(regrade)
    ines.get_by_label("Apply to Student 013, Sigmoid").check()
    ines.get_by_role("button", name="Apply selected").click()
    expect_row(ines, "Student 013", ["80 of 100, 1 attempt, solved, late, regraded", relu], "110 31.43%")
    ines.goto(regrade)
    ines.get_by_role("button", name="Apply all").click()
    expect(ines.get_by_text("The regrade was applied, and 26 scores changed.")).to_be_visible()
    kept = ["70 of 100, 1 attempt, late, overridden", relu]
    expect_row(ines, "Student 117", kept, "100 28.57%")
    expect_row(ines, "Student 113", ["80 of 100, 1 attempt, solved, late, regraded", relu], "110 31.43%")

    ines.goto(regrade)
    ines.get_by_role("button", name="Undo the regrade").click()
    expect(ines.get_by_text("The regrade was undone, and 30 scores changed.")).to_be_visible()
    for name in ("Student 001", "Student 013", "Student 113"):
        expect_row(ines, name, [re.compile("^64 of 100, 1 attempt, late"), relu], "94 26.86%")
    expect_row(ines, "Student 117", kept, "100 28.57%")


def test_the_insight_page_names_the_most_common_mistake(log_in: LogIn, term: Term) -> None:
    ines = log_in("ines")
    ines.goto("/courses/term/insight")
    ines.get_by_role("link", name="Linear").first.click()
    mistakes = ines.get_by_role("region", name="Mistakes and how many students made them").locator("tbody tr")
    # All 50 at their last attempt, and every second of them at the first one too.
    expect(mistakes.nth(0)).to_contain_text("The bias gradient is not summed over the batch.")
    expect(mistakes.nth(0).locator("td.num")).to_have_text(["50", "75"])
    expect(mistakes.nth(1)).to_contain_text("The gradient of the weight is transposed.")
    expect(mistakes.nth(1).locator("td.num")).to_have_text(["25", "25"])


def test_the_view_as_a_student_shows_what_they_see_and_changes_nothing(log_in: LogIn, site: Site, term: Term) -> None:
    def count() -> int:
        with site.sessions() as session:
            return session.query(Submission).count()

    before = count()
    ines = log_in("ines")
    ines.goto(f"{GRADEBOOK}/{site.room.ada.id}")
    ines.get_by_role("button", name="View the course as this student").click()
    expect(ines.get_by_text("You cannot submit or change anything.")).to_be_visible()
    ines.goto("/courses/term/exercises/sigmoid")
    expect(ines.get_by_role("textbox", name="sigmoid.py, Python source")).to_have_attribute("readonly", "")
    expect(ines.get_by_role("button", name=re.compile("Submit|Check"))).to_have_count(0)
    forged = {"source": "x = 1", "client_key": "forged", "purpose": "submit"}
    forged["csrf_token"] = ines.locator("[name=csrf_token]").first.input_value()
    assert ines.request.post("/courses/term/exercises/sigmoid/submissions", form=forged).status == 403
    assert ines.request.get(GRADEBOOK).status == 403
    assert count() == before
    ines.goto("/courses/term")
    ines.get_by_role("button", name="Stop viewing").click()
    ines.goto(GRADEBOOK)
    expect(ines.get_by_role("heading", name="Gradebook")).to_be_visible()
