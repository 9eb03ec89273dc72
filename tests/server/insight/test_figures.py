"""Figures from values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.insight.figures import discrimination, histogram, median, percent
from server.text.points import of_hundredths


def test_nothing_and_everything_stand_apart_from_the_tenths():
    found = histogram([0, 0, 1, 9, 10, 55, 99, 100, 120], 100)
    assert [bucket.count for bucket in found] == [2, 2, 1, 0, 0, 0, 1, 0, 0, 0, 1, 2]
    assert [found[n].label for n in (0, 1, 2, 10, 11)] == [
        "0 points", "over 0 to under 10 points", "10 to under 20 points", "90 to under 100 points",
        "100 points (full)",
    ]  # fmt: skip


@given(st.integers(1, 30_000), st.data())
def test_every_score_is_in_one_range_which_its_label_names(hundredths: int, data: st.DataObject):
    max_points, value = of_hundredths(hundredths), of_hundredths(data.draw(st.integers(0, hundredths)))
    (found,) = [bucket for bucket in histogram([value], max_points) if bucket.count]
    numbers = [Decimal(word) for word in found.label.split() if word[0].isdecimal()]
    assert numbers[0] <= value <= numbers[-1]
    assert "above" not in found.label or value > 0
    assert "below" not in found.label or value < numbers[-1]


def test_medians_and_percents():
    assert (median([]), median([3]), median([4, 1, 2, 9])) == (None, 3, 3)
    assert [percent(1, 3), percent(1, 200), percent(2, 3), percent(0, 0)] == [33, 1, 67, 0]


def test_the_correlation_is_that_of_a_hand_computed_example():
    # Ten pairs (i, i) of 1 … 10, with 9 and 10 swapped: 1 − 6·Σd² / (n·(n² − 1)) = 1 − 12/990.
    pairs = [(float(n), float(n)) for n in range(1, 9)] + [(9.0, 10.0), (10.0, 9.0)]
    found = discrimination(pairs)
    assert found.value == pytest.approx(1 - 12 / 990)
    assert found.interpretation == "Students who do well on this exercise also do well in the rest of the course."
    assert discrimination([(here, -rest) for here, rest in pairs]).interpretation.startswith(
        "Students who do well in the rest of the course do"
    )


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([(n / 10, n / 10) for n in range(9)], "At least 10 students"),
        ([(1.0, n / 10) for n in range(10)], "All students have the same score on this exercise"),
        ([(n / 10, 0.5) for n in range(10)], "All students have the same total in the rest"),
    ],
)
def test_too_few_or_too_alike_students_have_no_correlation(pairs: list[tuple[float, float]], words: str):
    found = discrimination(pairs)
    assert found.value is None
    assert found.interpretation.startswith(words)


@pytest.mark.parametrize(
    ("rest", "words"),
    [((5, 6), "Points on this exercise hardly"), ((4, 7), "Points on this exercise correlate somewhat")],
)
def test_a_weak_correlation_is_said_to_be_weak(rest: tuple[int, int], words: str):
    # Half have nothing here, half everything; the rest differs by the spread within each half.
    low, high = rest
    pairs = [(0.0, low + spread) for spread in (-5, -3, 0, 3, 5)] + [
        (1.0, high + spread) for spread in (-5, -3, 0, 3, 5)
    ]
    assert discrimination(pairs).interpretation.startswith(words)
