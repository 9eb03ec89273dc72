"""Points: hundredths and back, and how they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.text.points import as_number, in_hundredths, of_hundredths, parse_points, show_points


@given(st.integers(0, 10**9))
def test_hundredths_survive_text_and_json(count: int):
    points = of_hundredths(count)
    assert in_hundredths(points) == in_hundredths(as_number(points)) == count
    assert parse_points(show_points(points), 0, 10**9) == points


@pytest.mark.parametrize(
    ("points", "text"),
    [
        (Decimal("90.00"), "90"),
        (Decimal("4.55"), "4.55"),
        (Decimal("0.50"), "0.5"),
        (100, "100"),
        (Decimal("1E+2"), "100"),
    ],
)
def test_points_are_shown_without_trailing_zeros(points: Decimal | int, text: str):
    assert show_points(points) == text


def test_whole_points_are_integers_in_json():
    assert [repr(as_number(Decimal(text))) for text in ("90.00", "0.5")] == ["90", "0.5"]


def test_a_third_decimal_is_never_stored():
    with pytest.raises(ValueError, match="two decimals"):
        in_hundredths(Decimal("0.125"))
