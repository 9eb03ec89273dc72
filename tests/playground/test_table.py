"""Pasted tables give points, or say in which line and column they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from playground.parsing import parse
from playground.table import TableRefused, read_table

FOUR = "1,2,0\n-1,0.5,1\n3,-2,1\n0,0,0\n"


def places(text: str) -> list[tuple[int, int]]:
    with pytest.raises(TableRefused) as caught:
        read_table(text)
    return [(one.line, one.column) for one in caught.value.faults]


@pytest.mark.parametrize(
    "text",
    [
        FOUR,
        "x1,x2,class\n" + FOUR,
        FOUR.replace(",", ";"),
        FOUR.replace(",", "\t"),
        FOUR.replace(",", "  "),
        "\ufeff\n" + FOUR.replace("\n", "\r\n\r\n"),
    ],
)
def test_tables_of_every_form_give_the_same_points(text: str) -> None:
    assert read_table(text) == read_table(FOUR)
    assert read_table(FOUR).task == "binary"


@pytest.mark.parametrize(
    ("third", "task", "classes"),
    [
        (("0", "1", "0", "1"), "binary", ("0", "1")),
        (("2", "10", "2", "2.0"), "binary", ("2", "10")),
        (("cat", "dog", "cat", "bird"), "classes", ("bird", "cat", "dog")),
        (("1", "2", "3", "4"), "regression", ()),
        (("0.5", "0.25", "0.5", "0.1"), "regression", ()),
    ],
)
def test_the_third_column_decides_the_task(third: tuple[str, ...], task: str, classes: tuple[str, ...]) -> None:
    table = read_table("\n".join(f"{i},{-i},{last}" for i, last in enumerate(third)))
    assert (table.task, table.classes) == (task, classes)
    settings, problems = parse(
        {
            "data": {"kind": "own", "task": task, "rows": table.rows},
            "loss": {"kind": "squared_error"},
            "network": {"output": "none"},
            "run": {"batch_size": 0},
        }
    )
    assert problems == ()
    assert settings.task == task


def test_numbers_beyond_the_plane_are_scaled() -> None:
    table = read_table("0,1,0\n1000,2,1\n500,3,1\n0,0,0\n")
    assert table.scaled == (1,)
    assert [row[0] for row in table.rows] == [205, 3890, 2048, 205]
    assert read_table(FOUR).scaled == ()


def test_the_line_and_the_column_of_each_fault_are_named() -> None:
    assert places("1,2,0\n1,two,0\n1,2\n,2,1\n1,2,\n") == [(2, 2), (3, 0), (4, 1), (5, 3)]
    assert places("1,2,a\n1,2,b\n1,2,c\n1,2,d\n1,2,0.5\n") == [(1, 3), (2, 3), (3, 3), (4, 3)]
    assert places("nan,2,0\n1,inf,0\n1,1_0,0\n1,1e99,0\n") == [(1, 1), (2, 2), (3, 2), (4, 2)]


@pytest.mark.parametrize("text", ["", "x,y,z\n", "1,2,0\n" * 3, "1,2,0\n" * 2001, "9" * 300_001])
def test_tables_that_are_too_short_or_too_long_are_refused(text: str) -> None:
    assert places(text) == [(0, 0)]


def test_no_more_than_five_faults_are_told() -> None:
    assert len(places("a,b,c\n" + "a,1,1\n" * 50)) == 5


CELLS = st.lists(st.lists(st.floats() | st.text(max_size=5), min_size=2, max_size=4), max_size=30)


@given(st.text(max_size=300) | CELLS.map(lambda rows: "\n".join(",".join(map(str, row)) for row in rows)))
@limits(deadline=None)
def test_any_text_gives_points_or_faults(text: str) -> None:
    try:
        table = read_table(text)
    except TableRefused as refused:
        faults = refused.faults
    else:
        data = {"kind": "own", "task": table.task, "rows": table.rows}
        assert parse({"data": data}).settings.data.rows == table.rows
        return
    assert faults
    assert all(fault.message for fault in faults)
