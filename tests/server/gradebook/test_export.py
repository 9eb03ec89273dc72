"""The CSV: whole, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from html import unescape

import openpyxl
import pytest

from server.courses.models import Assignment, AssignmentExercise, Course, Section
from server.gradebook import export, upload
from server.scores import overrides
from server.text.csv import safe_cell
from tests.factories import enroll, make_user
from tests.server import classroom, reports

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\ufeff=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_that_a_spreadsheet_would_run_begins_a_cell(text: str):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ada Lovelace", "100", "", "a=b", "O'Neill", "Jean-Luc", "x@example.org"])
def test_ordinary_text_stays_as_it_is(text: str):
    assert safe_cell(text) == text


def test_the_file_has_a_line_a_student_and_empty_cells_where_nothing_is_graded(visit, session, room):
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    ben = session.get(type(room.ben), room.ben.id)
    ben.name = '=HYPERLINK("http://evil.example"),"x"'
    session.commit()
    answer = visit("ines").get("/courses/dl/gradebook/scores.csv")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dl-scores.csv"'
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows == [
        ["name", "email", "section", "chain_rule (of 100)", "sigmoid (of 100)", "relu (of 100)", "linear (of 100)",
         "adam (of 100)", "total", "total %", "so far %", "as exported"],
        ['\'=HYPERLINK("http://evil.example"),"x"', "ben@example.org", "", "", "", "", "", "", "0", "0.00", "0.00",
         "chain_rule= sigmoid= relu= linear= adam="],
        ["Ada Lovelace", "ada@example.org", "", "", "", "", "70", "", "70", "14.00", "17.50",
         "chain_rule= sigmoid= relu= linear=70 adam="],
    ]  # fmt: skip


def test_points_with_decimals_are_the_same_in_both_files_and_numbers_in_the_workbook(visit, session, room):
    for slug, worth in (("linear", "2.5"), ("relu", "0.5")):
        session.get_one(AssignmentExercise, room.items[slug].id).max_points = Decimal(worth)
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())  # 70 %
    classroom.submit(session, room.ada, room.items["relu"], {**reports.accepted(), "points": 99})  # 0.495
    ines = visit("ines")
    text = ines.get("/courses/dl/gradebook/scores.csv").get_data(as_text=True).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][5:7] == ["relu (of 0.5)", "linear (of 2.5)"]
    assert rows[1][5:-1] == ["0.5", "1.75", "", "2.25", "0.74", "1.11"]
    book = openpyxl.load_workbook(io.BytesIO(ines.get("/courses/dl/gradebook/scores.xlsx").data))
    cells = [row[5:-1] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert cells[0] == tuple(rows[0][5:-1])
    assert cells[1] == (0.5, 1.75, None, 2.25, 0.74, 1.11)


def downloads(page: str, which: str) -> list[str]:
    """The addresses of the CSV and the workbook that a page offers, of those `shown` or of `all`."""
    return [unescape(href) for href in re.findall(rf'<a href="([^"]+)" data-{which}>', page)]


def emails(file: bytes, name: str) -> list[str]:
    if ".xlsx" in name:
        return [
            row[1]
            for row in openpyxl.load_workbook(io.BytesIO(file)).worksheets[0].iter_rows(min_row=2, values_only=True)
        ]
    return [row["email"] for row in csv.DictReader(io.StringIO(file.decode("utf-8-sig")))]


def test_the_files_of_a_filtered_page_have_the_students_that_it_shows(visit, session, room, monkeypatch):
    monkeypatch.setattr(export, "BATCH_SIZE", 2)
    section = Section(course_id=room.course.id, name="Wed & Thu")
    session.add(section)
    session.flush()
    for number in range(5):
        enroll(session, room.course.id, make_user(session, f"x{number}", f"X {number}"), section_id=section.id)
    session.commit()
    ines = visit("ines")
    for query, wanted in (
        (f"section={section.id}&name=x&sort=total&falling=1&by=assignment", [f"x{n}@example.org" for n in range(5)]),
        ("name=%3D%26", []),
        ("low=0&high=100&name=LOVE", ["ada@example.org"]),
    ):
        page = ines.get(f"/courses/dl/gradebook?{query}").text
        assert page.count(f" ({len(wanted)} shown)</a>") == 2
        assert page.count(" (all 7)</a>") == 2
        for address in downloads(page, "shown"):
            answer = ines.get(address)
            assert emails(answer.data, address) == wanted
            assert "dl-scores-filtered." in answer.headers["Content-Disposition"]
        for address in downloads(page, "all"):
            assert len(emails(ines.get(address).data, address)) == 7
    plain = ines.get("/courses/dl/gradebook?sort=total&page=1").text
    assert downloads(plain, "shown") == []
    assert len(downloads(plain, "all")) == 2


def test_the_files_of_a_page_with_columns_of_assignments_have_them_too(visit, session, room):
    ben = room.ben.id
    for slug, student in (("relu", room.ada), ("sigmoid", room.ada), ("linear", room.ben)):
        classroom.submit(session, student, room.items[slug], reports.unsummed_bias())  # 70
    given = [overrides.NewOverride(ben, room.items[slug], None) for slug in ("chain_rule", "sigmoid", "relu")]
    overrides.override(session, session.get_one(Course, room.course.id), room.ines, given, "ill")
    session.get_one(Assignment, room.items["linear"].assignment_id).title = "linear"  # named like an exercise
    session.commit()
    ines = visit("ines")
    page = ines.get("/courses/dl/gradebook?by=assignment&name=ada").text
    expected = [
        ["Functions (assignment, of 300)", "linear (assignment, of 100)", "Optimizers (assignment, of 100)"],
        ["140", "", ""],
        ["excused", "70", ""],
    ]
    for which, wanted in (("all", expected), ("shown", expected[:2])):
        in_csv, in_workbook = downloads(page, which)
        text = ines.get(in_csv).get_data(as_text=True).removeprefix("\ufeff")
        rows = list(csv.reader(io.StringIO(text)))
        assert [row[3:6] for row in rows] == wanted
        assert rows[0][6:] == ["total", "total %", "so far %"]
        book = openpyxl.load_workbook(io.BytesIO(ines.get(in_workbook).data))
        cells = [row[3:6] for row in book.worksheets[0].iter_rows(values_only=True)]
        assert [["" if cell is None else str(cell) for cell in row] for row in cells] == wanted
    with pytest.raises(upload.Unreadable, match="no column for an exercise"):
        upload.compare(session, session.get_one(Course, room.course.id), rows)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_filter_that_is_not_accepted_gives_no_file(visit, kind: str):
    answer = visit("ines").get(f"/courses/dl/gradebook/scores.{kind}?section=one")
    assert answer.status_code == 400
    assert "“one” is not a whole number" in answer.text


def test_the_export_is_streamed(visit):
    assert visit("ines").get("/courses/dl/gradebook/scores.csv").is_streamed
