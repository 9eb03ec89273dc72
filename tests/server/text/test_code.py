"""Highlighted code: colors, the rows of a listing, and sources that are too large or too slow for colors."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from server.text import code
from server.text.code import highlight, rows


def test_every_line_of_a_source_is_a_row_whatever_its_line_ends():
    assert len(rows('"""a\nb\n"""\nx = 1\n')) == 4
    assert len(rows("a\r\nb\r\n")) == 2
    assert [row.text for row in rows("\n\nx")] == ["", "", '<span class="hl-n">x</span>']


@pytest.mark.parametrize(
    "source",
    [
        " \n" * 10_000,
        " \n" * 4_000,
        "'\\N{" * 20_000,
        "\n".join(["'\\N{" * 200] * 40),
        "'%" + "0" * 30_000,
        "\n".join(["'%" + "0" * 900] * 35),
        "'" + "{a[" * 10_000,
        "\n" * 131_000,
        "+-" * 60_000,
        "\n".join(["+-" * 400] * 40),
        "x = 1\n" * 20_000,
    ],
    ids=lambda source: repr(source[:12]),
)
def test_a_source_that_takes_too_long_is_shown_without_colors(source: str):
    began = time.process_time()
    found = rows(source)
    assert time.process_time() - began < 2  # the first one takes 50 s with colors
    assert len(found) <= code.MAX_ROWS
    assert found[-1].last == source.count("\n") + (not source.endswith("\n"))


def test_when_the_time_is_over_the_source_is_escaped_with_the_same_lines(monkeypatch: pytest.MonkeyPatch):
    source = "if a < b:\n\n    c = '&'\n"
    monkeypatch.setattr(code, "COLORING_TIME_S", -1)
    assert [row.text for row in rows(source)] == ["if a &lt; b:", "", "    c = &#39;&amp;&#39;"]


@pytest.mark.parametrize(
    ("source", "is_colored"),
    [
        ("x" * 1_000 + "\n", True),
        ("x" * 1_001 + "\n", False),
        ("x\f" * 501 + "\n", False),  # a form feed ends no line of the lexer
        ("x = 1\n" * 5_333, True),
        ("x = 1\n" * 5_334, False),
    ],
)
def test_colors_are_only_for_sources_of_a_usual_size(source: str, is_colored: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(code, "COLORING_TIME_S", 60)
    assert ("<span" in highlight(source)) is is_colored


@given(st.text("ab \t\n\r<&'\"#\\", max_size=40))
def test_colors_change_no_line_of_the_listing(source: str):
    found = rows(source)
    lines = source.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    assert [Markup(row.text.striptags()) for row in found] == [Markup(escape(line).striptags()) for line in lines]
    assert [(row.first, row.last) for row in found] == [(n, n) for n in range(1, len(found) + 1)]


def test_a_long_source_has_few_rows_and_every_line(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(code, "COLORING_TIME_S", -1)
    source = "".join(f"{n}\n" for n in range(1, 5_001))
    found = rows(source, alone=[3_000, 5_000, 9_999])
    assert [(row.first, row.last) for row in found] == [(1, 2_999), (3_000, 3_000), (3_001, 4_999), (5_000, 5_000)]
    assert "\n".join(row.text for row in found) == source.removesuffix("\n")
    assert "\n".join(row.numbers for row in found) == source.removesuffix("\n")
