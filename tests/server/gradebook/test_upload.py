"""Scores out to a file and back: nothing changes but what was edited."""

from __future__ import annotations

import io
import re
import time
from decimal import Decimal

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.gradebook import file_views
from server.gradebook.upload import MAX_CELLS, compare, read_table
from server.gradebook.workbook_limits import Unreadable
from server.scores.models import Score
from tests.server import classroom, reports
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor

UPLOAD = "/courses/dl/gradebook/upload"


@pytest.fixture
def ines(visit, session: Session, room: Classroom) -> Visitor:
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    classroom.submit(session, room.ben, room.items["linear"], reports.accepted())
    return visit("ines")


def download(ines: Visitor, kind: str = "csv") -> bytes:
    return ines.get(f"/courses/dl/gradebook/scores.{kind}").data


def send(ines: Visitor, data: bytes, name: str = "scores.csv"):
    return ines.post(UPLOAD, {"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")


def fields(page: str) -> dict[str, str | list[str]]:
    """What a browser would send: hidden fields, and the boxes that are ticked."""
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page).group(1) for name in ("kept", "shown")}
    return {**hidden, "pick": re.findall(r'name="pick" value="([^"]*)" checked', page)}


def points(session: Session, user, item) -> int | None:
    found = session.scalar(select(Score.points).filter_by(user_id=user.id, assignment_exercise_id=item.id))
    session.commit()  # on SQLite an open transaction keeps other writers out
    return found


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_that_was_not_edited_changes_nothing(ines: Visitor, kind: str):
    page = send(ines, download(ines, kind), f"x.{kind}").text
    assert 'data-changes="0"' in page
    assert 'data-unchanged="10"' in page


@pytest.mark.parametrize("edited", ["99.00", "", "lots"])
def test_the_percent_so_far_is_ignored(ines: Visitor, edited: str):
    text = download(ines).decode()
    assert ",17.50," in text
    page = send(ines, text.replace(",17.50,", f",{edited},").encode()).text
    assert 'data-changes="0"' in page
    assert 'data-unchanged="10"' in page


def test_what_was_edited_is_shown_first_and_then_applied(ines: Visitor, session: Session, room: Classroom):
    item, other = room.items["linear"], room.items["relu"]
    text = download(ines).decode()
    text = text.replace("Ada Lovelace,ada@example.org,,,,,70,,", "Ada Lovelace,ada@example.org,,,,excused,75,,")
    text = text.replace("Ben Okri,ben@example.org,,,,,100,,", "Ben Okri,ben@example.org,,,,lots,graded,101,")
    page = send(ines, text.encode()).text
    assert 'data-changes="2"' in page
    assert "“lots” is not a number from 0 to 100 with at most two decimal places, “excused” or “graded”." in page
    assert "“101” is not" in page
    assert points(session, room.ada, item) == 70  # only shown
    form = fields(page)
    assert ines.post(UPLOAD, form).status_code == 422
    answer = ines.post(UPLOAD, {**form, "reason": "second look"})
    assert answer.status_code == 303
    assert points(session, room.ada, item) == 75
    assert session.scalar(select(Score.is_excused).filter_by(user_id=room.ada.id, assignment_exercise_id=other.id))
    session.commit()
    assert points(session, room.ben, item) == 100
    # Out again and back: what was decided is in the file, and taken back by its word.
    text = download(ines).decode()
    assert "ada@example.org,,,,excused,75,," in text
    assert 'data-changes="0"' in send(ines, text.encode()).text
    page = send(ines, text.replace(",excused,75,", ",graded,graded,").encode()).text
    assert "back to the graded points" in page
    assert ines.post(UPLOAD, {**fields(page), "reason": "no"}).status_code == 303
    assert points(session, room.ada, item) == 70


def test_graded_restores_the_graded_points_even_under_several_overrides(
    ines: Visitor, session: Session, room: Classroom
):
    item = room.items["linear"]
    for typed in ("50", "60"):
        ines.post(f"/courses/dl/gradebook/{room.ada.id}/linear/decision", {"points": typed, "reason": "oral"})
    assert points(session, room.ada, item) == 60
    page = send(ines, b"email,linear\nada@example.org,graded\n").text
    assert "back to the graded points" in page
    assert ines.post(UPLOAD, {**fields(page), "reason": "no"}).status_code == 303
    assert points(session, room.ada, item) == 70


def test_a_line_with_more_cells_than_the_first_is_skipped(ines: Visitor):
    """As with a decimal comma without quotation marks, which also moves the cells after it."""
    page = send(ines, b"email,linear,relu\nada@example.org,4,5,6\nben@example.org,7,,\n").text
    assert "The line has 4 cells, but the first line has 3. This line is skipped." in page
    assert 'data-changes="1"' in page
    assert "set to 7" in page


def test_a_note_beside_the_table_of_a_workbook_skips_no_line(ines: Visitor):
    book = openpyxl.load_workbook(io.BytesIO(download(ines, "xlsx")))
    sheet = book.active
    sheet.cell(2, sheet.max_column + 3, "talk to her")
    sheet.cell(2, 7, 50)
    file = io.BytesIO()
    book.save(file)
    page = send(ines, file.getvalue(), "scores.xlsx").text
    assert 'data-changes="1"' in page
    assert "is skipped" not in page


def test_a_column_of_an_exercise_that_is_worth_other_points_now_is_skipped(ines: Visitor):
    page = send(ines, b'email,linear (of 50),relu (of 100)\nada@example.org,40,"40,5"\n').text
    assert "linear is worth 100 points now, not 50. Column 2 is skipped." in page
    assert 'data-changes="1"' in page
    assert "set to 40.5" in page


def key(user, item) -> str:
    return f"{user.id}-{item.id}"


def test_a_score_that_nobody_edited_is_left_alone_even_if_it_has_changed_since(
    ines: Visitor, session: Session, room: Classroom
):
    text = download(ines).decode().replace(",100,,", ",90,,", 1)  # Ben's
    classroom.submit(session, room.ada, room.items["linear"], reports.accepted(), source="x = 2\n")
    page = send(ines, text.encode()).text
    assert 'data-changes="1"' in page
    assert "data-conflicts" not in page
    assert fields(page)["pick"] == [key(room.ben, room.items["linear"])]


def test_an_edited_score_that_has_changed_since_is_changed_only_if_it_is_ticked(
    ines: Visitor, session: Session, room: Classroom
):
    item = room.items["linear"]
    text = download(ines).decode().replace(",70,,", ",75,,", 1)
    classroom.submit(session, room.ada, item, {**reports.accepted(), "points": 90}, source="x = 2\n")
    page = send(ines, text.encode()).text
    assert 'data-conflicts="1"' in page
    form = fields(page)
    assert form["pick"] == []
    assert ines.post(UPLOAD, {**form, "reason": "second look"}).status_code == 422
    assert points(session, room.ada, item) == 90
    assert ines.post(UPLOAD, {**form, "pick": [key(room.ada, item)], "reason": "second look"}).status_code == 303
    assert points(session, room.ada, item) == 75


def test_a_row_that_is_unticked_stays_as_it_is_and_unticked(ines: Visitor, session: Session, room: Classroom):
    item = room.items["linear"]
    text = download(ines).decode().replace(",70,,", ",75,,", 1).replace(",100,,", ",90.5,,", 1)
    form = {**fields(send(ines, text.encode()).text), "pick": [key(room.ben, item)]}
    assert fields(ines.post(UPLOAD, form).text)["pick"] == form["pick"]  # the reason is missing
    assert ines.post(UPLOAD, {**form, "reason": "second look"}).status_code == 303
    assert (points(session, room.ada, item), points(session, room.ben, item)) == (70, Decimal("90.5"))


@pytest.mark.parametrize(
    ("data", "after"),
    [
        ("\ufeffemail;linear\nada@example.org;80,5\n", "80.5"),
        ("email,linear\nada@example.org,80.0\n", "80"),
        ("email\tlinear (of 100.00)\nada@example.org\t0.25\n", "0.25"),
    ],
)
def test_numbers_are_read_as_spreadsheets_write_them(session: Session, room: Classroom, data: str, after: str):
    (found,) = compare(session, room.course, read_table(data.encode())).proposals
    assert str(found.after) == after


def test_a_column_that_is_given_twice_is_skipped_and_named(session: Session, room: Classroom):
    table = [["email", "linear", "relu", "linear (of 100)"], ["ada@example.org", "5", "", "6"]]
    found = compare(session, room.course, table)
    assert [one.after for one in found.proposals] == [5]
    assert [(one.line, one.text) for one in found.problems] == [
        (1, "linear is already in column 2. Column 4 is skipped.")
    ]


def test_a_workbook_is_read_as_well(ines: Visitor, session: Session, room: Classroom):
    book = openpyxl.load_workbook(io.BytesIO(download(ines, "xlsx")))
    sheet = book.active
    names = [cell.value for cell in sheet[1]]
    assert [cell.value for cell in sheet[2]][:2] == ["Ada Lovelace", "ada@example.org"]
    sheet.cell(2, names.index("linear (of 100)") + 1).value = 33
    edited = io.BytesIO()
    book.save(edited)
    page = send(ines, edited.getvalue(), "x.xlsx").text
    assert 'data-changes="1"' in page
    assert "set to 33" in page


def test_what_changed_in_between_is_shown_again_instead_of_applied(ines: Visitor, session: Session, room: Classroom):
    item = room.items["linear"]
    text = download(ines).decode().replace(",70,", ",75,")
    page = send(ines, text.encode()).text
    classroom.submit(session, room.ada, item, reports.accepted(), source="x = 2\n")
    answer = ines.post(UPLOAD, {**fields(page), "reason": "second look"})
    assert answer.status_code == 409
    assert "data-outdated" in answer.text
    assert points(session, room.ada, item) == 100
    form = {**fields(answer.text), "pick": [key(room.ada, item)], "reason": "second look"}
    assert ines.post(UPLOAD, form).status_code == 303
    assert points(session, room.ada, item) == 75


def test_the_workbook_holds_no_formula(ines: Visitor, session: Session, room: Classroom):
    session.get_one(type(room.ben), room.ben.id).name = '=HYPERLINK("http://evil.example")'
    session.commit()
    sheet = openpyxl.load_workbook(io.BytesIO(download(ines, "xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert '=HYPERLINK("http://evil.example")' in [cell.value for cell in cells]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "no rows below the header"),
        (b"email,linear\n", "no rows below the header"),
        ("email,linear\nÄ".encode("latin-1"), "not UTF-8: byte 13"),
        (b"PK\x03\x04nonsense", "cannot be read as one"),
        (b"x" * 5_000_001, "the limit is 5,000,000"),
        (b"a\n" * 20_002, "more than 20,000 lines"),
        (b"email,linear\na\rb,5\n", "not valid CSV: new-line character"),
    ],
)
def test_files_that_hold_no_scores_are_refused_with_the_reason(data: bytes, problem: str):
    with pytest.raises(Unreadable, match=problem):
        read_table(data)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_in_the_first_line(separator: str):
    text = f'\ufeffemail{separator}linear\r\nada@example.org{separator}"5"\r\n'
    assert read_table(text.encode()) == [["email", "linear"], ["ada@example.org", "5"]]


def test_cells_are_counted_and_not_only_lines():
    line = b"," * 999 + b"\n"
    with pytest.raises(Unreadable, match="more than 1,000,000 cells"):
        read_table(line * (MAX_CELLS // 1_000 + 1))
    assert len(read_table(line * (MAX_CELLS // 1_000))) == 1_000


def test_a_header_of_blanks_takes_no_time(session: Session, room: Classroom):
    names = ["email", "linear", f"relu{' ' * 100_000}x", f"relu{' ' * 100_000}(of 100", "' linear (of 100) "]
    began = time.process_time()
    compare(session, room.course, [names, ["ada@example.org", "5"]])
    assert time.process_time() - began < 2  # quadratic, it takes 90 s


def test_lines_and_columns_that_are_not_known_are_named(session: Session, room: Classroom):
    run = compare(
        session,
        room.course,
        [
            ["email", "linear", "notes"],
            ["otto@example.org", "5", ""],
            ["ADA@example.org", "5", "x"],
            ["ada@example.org", "6"],
            ["", ""],
            ["cleo@example.org", "5"],
        ],
    )
    assert [(one.line, one.name, one.after) for one in run.proposals] == [(3, "Ada Lovelace", 5)]
    assert [(one.line, one.text) for one in run.problems] == [
        (2, "No student in this course has the address “otto@example.org”."),
        (4, "ada@example.org is already on line 3. This line is skipped."),
        (6, "No student in this course has the address “cleo@example.org”."),
    ]
    with pytest.raises(Unreadable, match="including “email”"):
        compare(session, room.course, [["name", "linear"], ["x", "1"]])
    with pytest.raises(Unreadable, match="no column for an exercise"):
        compare(session, room.course, [["email", "nonsense"], ["x", "1"]])


def test_selected_scores_that_are_not_listed_share_a_field(
    ines: Visitor, session: Session, room: Classroom, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(file_views, "LISTED", 1)
    lines = [f"email,{','.join(room.items)}"]
    lines += [f"{who}@example.org,{','.join('7' for _ in room.items)}" for who in ("ada", "ben")]
    page = send(ines, "\n".join(lines).encode()).text
    form = fields(page) | {"pick": re.findall(r'name="pick" value="([^"]*)"', page), "reason": "all of them"}
    assert len(form["pick"]) == 2
    assert ines.post(UPLOAD, form, content_type="multipart/form-data").status_code == 303
    assert all(points(session, who, item) == 7 for who in (room.ada, room.ben) for item in room.items.values())
