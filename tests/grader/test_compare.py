"""Values are compared by shape, dtype, finiteness and closeness, in this order and never by broadcasting."""

from __future__ import annotations

import numpy as np
import pytest

from exercises.spec import Tolerance
from grader.compare import Expected, Kind, compare, plain_float, show_apart
from grader.messages import say
from grader.report import Verdict

EXACT = Tolerance()


def expect(value, low=None, high=None):
    return Expected("the output", np.asarray(value, dtype=np.float64), EXACT, low, high)


WRONG_FORM = [
    ("nothing", None, np.ones(3), "None"),
    ("a list of the right numbers", [1.0, 1.0, 1.0], np.ones(3), "list"),
    ("a tuple", (1.0, 1.0, 1.0), np.ones(3), "tuple"),
    ("a text", "1.0", np.ones(3), "str"),
    ("a dict", {"a": 1.0}, np.ones(3), "dict"),
    ("a list for a number", [1.0], np.float64(1.0), "expected a number"),
    ("a row for a vector", np.ones((1, 3)), np.ones(3), "(1, 3)"),
    ("a column for a row", np.ones((3, 1)), np.ones((1, 3)), "(3, 1)"),
    ("an empty array for another", np.ones((2, 0)), np.ones((1, 0)), "(2, 0)"),
    ("a scalar that would broadcast", 0.0, np.zeros((2, 3)), "(2, 3)"),
    ("an array for a number", np.ones(1), np.float64(1.0), "(1,)"),
    ("booleans", np.ones(3, dtype=bool), np.ones(3), "bool"),
    ("integers", np.ones(3, dtype=np.int64), np.ones(3), "int64"),
    ("complex numbers", np.ones(3, dtype=np.complex128), np.ones(3), "complex128"),
    (
        "half of the digits",
        np.ones(3, dtype=np.float32),
        np.ones(3),
        say("form.lost_precision", what="the output", got="float32"),
    ),
    ("True for a number", True, np.float64(1.0), "bool"),
]


@pytest.mark.parametrize(
    ("got", "expected", "said"), [row[1:] for row in WRONG_FORM], ids=[row[0] for row in WRONG_FORM]
)
def test_wrong_form_is_a_wrong_answer_even_if_numbers_agree(got, expected, said):
    finding = compare(got, expect(expected))
    assert (finding.kind, finding.verdict) == (Kind.FORM, Verdict.WA)
    assert said in finding.message


@pytest.mark.parametrize("got", [1.5, np.float64(1.5), np.array(1.5)], ids=["float", "numpy float", "0-d array"])
def test_every_form_of_a_number_is_a_number(got):
    assert compare(got, expect(1.5)).kind is Kind.RIGHT


def test_an_integer_is_accepted_where_a_number_is_asked():
    assert compare(3, expect(3.0)).kind is Kind.RIGHT


def test_shape_is_looked_at_before_dtype_and_dtype_before_numbers():
    wrong_everything = np.full((2,), 9, dtype=np.int64)
    assert "shape" in compare(wrong_everything, expect(np.ones(3))).message
    assert "dtype" in compare(np.full(3, 9, dtype=np.int64), expect(np.ones(3))).message


@pytest.mark.parametrize(("bad", "word"), [(np.nan, "nan"), (np.inf, "infinite"), (-np.inf, "infinite")])
def test_what_is_not_finite_is_wrong_and_its_place_is_named(bad, word):
    got = np.array([[1.0, 1.0], [1.0, bad]])
    finding = compare(got, expect(np.ones((2, 2))))
    assert (finding.kind, finding.verdict) == (Kind.VALUES, Verdict.WA)
    assert word in finding.message
    assert finding.details["worst"] == {"index": [1, 1], "expected": 1.0, "got": str(float(bad))}


def test_worst_element_is_named_with_index_and_both_numbers():
    got = np.array([[1.0, 2.5], [3.0, 10.0]])
    finding = compare(got, expect([[1.0, 2.0], [3.0, 4.0]]))
    assert finding.details["worst"] == {"index": [1, 1], "expected": 4.0, "got": 10.0}
    assert finding.details["error"] == 6.0
    assert "[1, 1]" in finding.message


def test_two_numbers_in_a_sentence_always_look_different():
    message = compare(np.array([1.0 + 3e-8]), expect([1.0])).message
    assert message == say("value.off", what="the output", got="1.00000003", index="[0]", expected="1")


def test_minus_zero_is_zero():
    finding = compare(np.array([-0.0, 1.0]), expect([1.0, 1.0]))
    assert finding.details["worst"]["got"] == 0.0
    assert "is 0 at" in finding.message


def test_tolerance_is_relative_to_the_largest_expected_number():
    expected = expect([1e6, 0.0])
    assert compare(np.array([1e6, 5e-3]), expected).kind is Kind.RIGHT
    assert compare(np.array([1e6, 5e-2]), expected).kind is Kind.VALUES


def test_tolerance_does_not_grow_with_what_came_back():
    assert compare(np.array([1e12]), expect([0.0])).kind is Kind.VALUES


def test_between_the_bounds_everything_is_right_and_outside_nothing():
    expected = expect([0.0, 2.0], low=np.array([0.0, 2.0]), high=np.array([3.0, 2.0]))
    for inside in (0.0, 1.5, 3.0):
        assert compare(np.array([inside, 2.0]), expected).kind is Kind.RIGHT
    for outside in (-0.1, 3.1):
        finding = compare(np.array([outside, 2.0]), expected)
        assert finding.details["worst"]["index"] == [0]
    assert compare(np.array([1.0, np.nan]), expected).kind is Kind.VALUES


def test_an_empty_array_agrees_with_an_empty_array():
    assert compare(np.ones((0, 3)), expect(np.ones((0, 3)))).kind is Kind.RIGHT


@pytest.mark.parametrize(("value", "plain"), [(1 / 3, 0.333), (np.nan, "nan"), (-np.inf, "-inf"), (0, 0.0)])
def test_plain_floats_are_what_json_can_hold(value, plain):
    assert plain_float(value, 3) == plain


def test_numbers_that_differ_late_are_shown_with_the_digits_that_differ():
    got, expected = 1.0 + 3e-14, 1.0
    finding = compare(np.full((2, 2), got), Expected("forward", np.ones((2, 2)), Tolerance(1e-14, 0.0)))
    assert finding.details["worst"]["got"] == got != finding.details["worst"]["expected"]
    shown = show_apart(finding.details["worst"]["expected"], finding.details["worst"]["got"])
    assert shown == ("1", "1.00000000000003")
    assert show_apart(expected, "nan") == ("1", "nan")
    assert show_apart(2.5, 2.5) == ("2.5", "2.5")


def test_where_nan_is_expected_only_nan_is_right():
    expected = Expected("it", np.array([1.0, np.nan, 3.0]), Tolerance())
    assert compare(np.array([1.0, np.nan, 3.0]), expected).kind is Kind.RIGHT
    assert expected.allowed == pytest.approx(3e-8, rel=0.01)
    hidden = compare(np.array([1.0, 0.0, 3.0]), expected)
    assert hidden.kind is Kind.VALUES
    assert hidden.message == "it is 0 at [1]; expected nan."
    assert "[2]" in compare(np.array([1.0, np.nan, np.nan]), expected).message
    assert "infinite at [1]" in compare(np.array([1.0, np.inf, 3.0]), expected).message
    assert "[0]" in compare(np.array([1.1, np.nan, 3.0]), expected).message
    nothing = Expected("it", np.full(2, np.nan), Tolerance())
    assert compare(np.full(2, np.nan), nothing).kind is Kind.RIGHT
    assert compare(np.zeros(2), nothing).kind is Kind.VALUES
