"""Scores out to a file and back: nothing changes but what was edited."""

from __future__ import annotations

import io
import re
import time
import tracemalloc
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.gradebook import file_views
from server.gradebook.upload import MAX_BYTES, MAX_CELLS, compare, read_table
from server.gradebook.workbook_limits import Unreadable, check_workbook
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
    assert "“lots” is not a number from 0 to 100 with at most two decimals, “excused” or “graded”." in page
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
        ("email\tlinear (of 2.5)\nada@example.org\t0.25\n", "0.25"),
    ],
)
def test_numbers_are_read_as_spreadsheets_write_them(session: Session, room: Classroom, data: str, after: str):
    (found,) = compare(session, room.course, read_table(data.encode())).proposals
    assert str(found.after) == after


def test_a_sum_in_a_workbook_is_the_number_that_it_shows():
    row = DATA_ROW.replace("<v>5</v>", "<v>0.30000000000000004</v>")
    assert read_table(workbook(sheet=row))[1] == ["ada@example.org", "0.3"]


def test_a_column_that_is_given_twice_is_skipped_and_named(session: Session, room: Classroom):
    table = [["email", "linear", "relu", "linear (of 100)"], ["ada@example.org", "5", "", "6"]]
    found = compare(session, room.course, table)
    assert [one.after for one in found.proposals] == [5]
    assert [(one.line, one.text) for one in found.problems] == [
        (1, "linear is already in column 2; column 4 is skipped.")
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


def test_a_workbook_that_unpacks_to_a_flood_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_001)
    with pytest.raises(Unreadable, match="unpacks to 20,000,001 bytes"):
        read_table(packed.getvalue())


def workbook(*, sheet: str = "", dimension: str = "A1:B2") -> bytes:
    """Return a workbook with these rows below its header, and this dimension."""
    plain, edited = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    header = "".join(f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in HEADER.items())
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData><row r="1">{header}</row>{sheet}</sheetData></worksheet>'
    )
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(edited, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return edited.getvalue()


HEADER = {"A1": "email", "B1": "linear"}
DATA_ROW = '<row r="2"><c r="A2" t="inlineStr"><is><t>ada@example.org</t></is></c><c r="B2"><v>5</v></c></row>'


def test_the_size_that_a_workbook_states_is_not_believed():
    tracemalloc.start()
    try:
        data = workbook(sheet=DATA_ROW, dimension="A1:XFD1048576")
        assert read_table(data) == [["email", "linear"], ["ada@example.org", "5"]]
        assert tracemalloc.get_traced_memory()[1] < 50_000_000  # over 2 GB if it is believed
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("sheet", "problem"),
    [
        (f'<row r="2"><c r="A2"><v>{"9" * 5_000}</v></c></row>', "Line 2 of the workbook, or a cell in it"),
        ('<row r="2"><c r="A2" t="d"><v>yesterday</v></c></row>', "Line 2 of the workbook, or a cell in it"),
        ('<row r="2"><c r="2A"><v>5</v></c></row>', "Line 2 of the workbook, or a cell in it"),
        ('<row r="2"><c r="A2" t="s"><v>77</v></c></row>', "Line 2 of the workbook, or a cell in it"),
        ('<row r="two"><c><v>5</v></c></row>', "Line 2 of the workbook, or a cell in it"),
        ('<row r="2"><c', "Line 2 of the workbook, or a cell in it"),
        ('<row r="2"><c r="GS2"><v>5</v></c></row>', "more than 200 columns"),
        ('<row r="999999999"><c><v>5</v></c></row>', "more than 20,000 lines"),
    ],
)
def test_a_workbook_with_a_bad_line_or_cell_is_refused_on_the_page(ines: Visitor, sheet: str, problem: str):
    answer = send(ines, workbook(sheet=sheet), "x.xlsx")
    assert answer.status_code == 422
    assert problem in answer.text


def test_a_workbook_without_its_parts_is_refused():
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as empty:
        empty.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(Unreadable, match="cannot be read as one"):
        read_table(packed.getvalue())


ATTRIBUTES = " ".join(f'a{n}="1"' for n in range(1_000_000))
FLOODS = {
    "cells": (f'<row r="2">{"<c/>" * 3_000_000}</row>', "a line with more than 2,000 XML tags"),
    "lines": ("<row><c/></row>" * 600_000, "more than 1,000,000 XML tags"),
    "nested lines": (f"<row>{'<row></row>' * 3_000}</row>", "a line with more than 2,000 XML tags"),
    "attributes": (f'<row r="2" {ATTRIBUTES}/>', "a tag or a comment with more than 64,000 bytes"),
    "short attributes": (f'<row r="2" {ATTRIBUTES[:20_000].rpartition(" ")[0]}/>', "a tag with more than 100 attr"),
    "depth": (f"<row><c>{'<a>' * 1_400_000}{'</a>' * 1_400_000}</c></row>", "a tag inside more than 30 others"),
    "texts": ("<row><c><is><t>a</t></is></c></row>" * 151_000, "texts with more than 300,000 XML tags"),
    "others": ("<a/>" * 51_000, "other parts with more than 50,000 XML tags"),
    "comment": (f"<!--{' ' * 100_000}-->", "a tag or a comment with more than 64,000 bytes"),
}


@pytest.mark.slow
@pytest.mark.parametrize("flood", FLOODS)
def test_a_workbook_with_a_flood_of_tags_is_refused_before_it_is_parsed(flood: str):
    sheet, problem = FLOODS[flood]
    data = workbook(sheet=sheet)
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match=problem):
            read_table(data)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000  # over 1 GB if it is parsed
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/other.bin"])
def test_every_part_of_a_workbook_is_counted(part: str):
    packed = io.BytesIO(workbook(sheet=DATA_ROW))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as more:
        more.writestr(part, f"<sst>{'<si><t>a</t></si>' * 151_000}</sst>")
    with pytest.raises(Unreadable, match="texts with more than 300,000"):
        read_table(packed.getvalue())


def test_a_workbook_with_a_document_type_is_refused():
    packed = io.BytesIO(workbook(sheet=DATA_ROW))
    with zipfile.ZipFile(packed, "a") as more:
        more.writestr("xl/more.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(Unreadable, match="document type"):
        read_table(packed.getvalue())


@pytest.mark.slow
@pytest.mark.parametrize(("students", "exercises"), [(300, 31), (10_000, 40)])
def test_the_workbook_of_a_large_class_is_within_the_limits(students: int, exercises: int):
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line in range(students):
            sheet.write_string(line, 0, f"Student {line}")
            sheet.write_string(line, 1, f"student{line}@example.org")
            for column in range(exercises):
                sheet.write_number(line, 2 + column, line * column % 10_000 / 100)
            sheet.write_string(line, 2 + exercises, " ".join(f"exercise_{n}={line % 100}.25" for n in range(exercises)))
    assert len(packed.getvalue()) < MAX_BYTES
    with zipfile.ZipFile(packed) as written:
        check_workbook(written)


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
        (4, "ada@example.org is already on line 3; this line is skipped."),
        (6, "No student in this course has the address “cleo@example.org”."),
    ]
    with pytest.raises(Unreadable, match="including “email”"):
        compare(session, room.course, [["name", "linear"], ["x", "1"]])
    with pytest.raises(Unreadable, match="named after an exercise"):
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
