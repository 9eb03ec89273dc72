"""Lines are those of a traceback."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises import source_lines

SEPARATORS = "\f\v\x1c\x1d\x1e\x85\u2028\u2029"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("", []),
        ("a", ["a"]),
        ("a\n", ["a"]),
        ("a\r\nb\rc\n\n", ["a", "b", "c", ""]),
        (f"a{SEPARATORS}b\nc", [f"a{SEPARATORS}b", "c"]),
    ],
)
def test_only_line_ends_end_a_line(source: str, lines: list[str]) -> None:
    assert source_lines(source) == lines


@given(st.text(alphabet=f"ab\r\n{SEPARATORS}"))
def test_they_are_the_lines_that_python_reads(source: str) -> None:
    assert source_lines(source) == [line.decode() for line in source.encode().splitlines()]
