"""Whole numbers as people type them: what is one, within which bounds, and what is said of others."""

from __future__ import annotations

import pytest

from server.text.numbers import clamped, whole, whole_number_error


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("100", 100)])
def test_a_whole_number_within_the_bounds_is_read(text: str, number: int):
    assert whole(text, 0, 100) == number


@pytest.mark.parametrize("text", ["", " 1", "1.0", "-1", "+1", "101", "1e2", "٣", "one", "1" * 5000])
def test_anything_else_is_none(text: str):
    assert whole(text, 0, 100) is None


@pytest.mark.parametrize(
    ("text", "number"), [("50", 50), ("7", 20), ("-5", 20), ("0101", 100), ("9" * 5000, 100), ("-" + "9" * 5000, 20)]
)
def test_a_number_outside_the_bounds_is_moved_to_the_nearest(text: str, number: int):
    assert clamped(text, 20, 100) == number


@pytest.mark.parametrize("text", ["", "abc", "5.5", "--5", "٣", "0" * 100_000 + "x"])
def test_what_is_no_number_is_moved_nowhere(text: str):
    assert clamped(text, 20, 100) is None


def test_the_error_names_what_was_found_and_what_is_allowed():
    assert whole_number_error("", 0, 9) == "Enter a whole number from 0 to 9."
    assert whole_number_error("x" * 99, 0, 9) == f"“{'x' * 40}” is not a whole number from 0 to 9."
