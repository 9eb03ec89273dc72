"""What a workbook of scores may contain: it is refused before or while it is read, and never believed."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import openpyxl
import pytest
import xlsxwriter

from server.gradebook.upload import MAX_BYTES, read_table
from server.gradebook.workbook_limits import Unreadable, check_workbook
from tests.server.conftest import Visitor
from tests.server.gradebook.test_upload import ines, send

__all__ = ["ines"]


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
@pytest.mark.slow
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
    "cells": (f'<row r="2">{"<c/>" * 3_000_000}</row>', "a row with more than 2,000 XML tags"),
    "rows": ("<row><c/></row>" * 600_000, "more than 1,000,000 XML tags"),
    "nested rows": (f"<row>{'<row></row>' * 3_000}</row>", "a row with more than 2,000 XML tags"),
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
@pytest.mark.slow
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


def test_a_sum_in_a_workbook_is_the_number_that_it_shows():
    row = DATA_ROW.replace("<v>5</v>", "<v>0.30000000000000004</v>")
    assert read_table(workbook(sheet=row))[1] == ["ada@example.org", "0.3"]
