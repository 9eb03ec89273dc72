"""The CSV: whole, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from server.text.csv import safe_cell
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
         "adam (of 100)", "total", "total %"],
        ['\'=HYPERLINK("http://evil.example"),"x"', "ben@example.org", "", "", "", "", "", "", "0", "0.00"],
        ["Ada Lovelace", "ada@example.org", "", "", "", "", "70", "", "70", "14.00"],
    ]  # fmt: skip


def test_the_export_is_streamed(visit):
    assert visit("ines").get("/courses/dl/gradebook/scores.csv").is_streamed
