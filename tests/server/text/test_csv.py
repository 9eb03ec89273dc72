"""CSV: the separator, rows with their line numbers, and cells that no spreadsheet runs as a formula."""

from __future__ import annotations

import io

import pytest

from server.text.csv import (
    MalformedCsvError,
    find_separator,
    original_text,
    plain_cell,
    read_rows,
    reversible_cell,
    safe_cell,
    write_file,
    write_row,
)


@pytest.mark.parametrize(("header", "separator"), [("a,b;c,d", ","), ("a;b", ";"), ("a\tb,c\td", "\t"), ("a", ",")])
def test_the_separator_that_splits_most_wins(header: str, separator: str):
    assert find_separator(header) == separator


def test_only_known_columns_count_when_they_are_known():
    assert find_separator("x,y,z;email;name", lambda cell: cell in {"email", "name"}) == ";"


def test_rows_come_with_the_number_of_their_last_line():
    rows = read_rows(io.StringIO('a,b\n"1\n2",3\n4,5\n'))
    assert list(rows) == [(1, ["a", "b"]), (3, ["1\n2", "3"]), (4, ["4", "5"])]


def test_an_open_quotation_mark_is_refused_with_its_line():
    with pytest.raises(MalformedCsvError) as error:
        list(read_rows(io.StringIO('a,b\n"1,2\n')))
    assert error.value.line == 2


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =1", "\ufeff=1", "＝1", "\t1"])
def test_no_cell_starts_a_formula(text: str):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["=1+1", " @x", "＝1", "plain", "", "O'Neill", "'quoted'"])
def test_the_apostrophe_of_an_escaped_cell_is_taken_off_and_no_other(text: str):
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["=1", "'=1", "''", "plain", "", "'"])
def test_a_reversible_cell_gives_back_what_was_written(text: str):
    cell = reversible_cell(text)
    assert original_text(cell) == text
    assert not cell.startswith(("=", "+", "-", "@"))


def test_a_written_row_is_escaped_and_read_back_with_its_separators():
    assert write_row(["=1", 'a "b", c'], line_end="\n") == '\'=1,"a ""b"", c"\n'


def test_a_file_is_written_one_row_at_a_time_after_the_byte_order_mark():
    taken = []
    lines = write_file(taken.append(name) or [name, "=1"] for name in ("ada", "ben"))
    assert next(lines) == "\ufeff"
    assert taken == []
    assert next(lines) == "ada,'=1\r\n"
    assert taken == ["ada"]
    assert list(lines) == ["ben,'=1\r\n"]
