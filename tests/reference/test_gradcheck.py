"""Gradcheck finds what is wrong, names it, and steps around kinks."""

import numpy as np
import pytest

from reference.gradcheck import assert_gradcheck, gradcheck
from reference.primitive import REGISTRY, primitive, raw


def wrong(slope_of):
    """x², with a derivative of its own."""
    square = primitive("wrong square", np.square, slope_of)
    del REGISTRY["wrong square"]
    return square


def test_a_right_rule_passes():
    result = gradcheck(wrong(lambda g, y, x: 2 * x * g), [np.array([1.0, -3.0, 0.0])], order=2)
    assert result
    assert result.checked == 6
    assert result.worst.error < 1e-9


@pytest.mark.parametrize("directions", [None, 4])
@pytest.mark.parametrize(
    "slope_of",
    [
        lambda g, y, x: -2 * x * g,
        lambda g, y, x: x * g,
        lambda g, y, x: 2 * x,
        lambda g, y, x: 2 * x * g * np.nan,
        lambda g, y, x: 2 * x * g * np.inf,
        lambda g, y, x: 0 * x * g,
        lambda g, y, x: 2.0001 * x * g,
    ],
)
def test_a_wrong_rule_fails(slope_of, directions):
    assert not gradcheck(wrong(slope_of), [np.array([[1.0, -3.0, 2.0]])], directions=directions)


def test_the_worst_element_is_named():
    x = np.zeros((2, 3))
    x[1, 2] = 1.0
    with pytest.raises(
        AssertionError, match=r"FAILED: 6 compared; worst is input 0 at \(1, 2\): analytic 3, numeric 2"
    ):
        assert_gradcheck(wrong(lambda g, y, x: 3 * x * g), [x], upstream=np.ones((2, 3)))


def test_one_wrong_element_among_many_is_found_element_by_element():
    spoiled = np.full(100, 2.0)
    spoiled[37] = 1.9999
    result = gradcheck(wrong(lambda g, y, x: spoiled * x * g), [np.ones(100)])
    assert result.worst.where == "input 0 at (37,)"


def test_a_wrong_second_derivative_is_found():
    half_right = wrong(lambda g, y, x: g * 2 * raw(x))
    assert gradcheck(half_right, [np.array([1.0, 2.0])])
    assert not gradcheck(half_right, [np.array([1.0, 2.0])], order=2)


@pytest.mark.parametrize("at", [0.0, 2e-6, 10e-6 / 3, -5e-6, -9e-6])
def test_a_kink_is_skipped_and_counted(at):
    result = gradcheck(lambda x: x.relu(), [np.array([1.0, at, -1.0])])
    assert result
    assert result.checked == 2
    assert result.kinks == ("input 0 at (1,)",)


def test_nothing_but_kinks_is_no_pass():
    result = gradcheck(lambda x: x.relu(), [np.zeros(2)])
    assert not result
    assert str(result) == "gradcheck: nothing was compared, 2 skipped at a kink"


def test_an_empty_input_passes():
    assert gradcheck(lambda x: x.sum(), [np.zeros((0, 3))])


def test_a_steep_but_smooth_function_is_no_kink():
    assert gradcheck(lambda x: (x * 20.0).tanh() * 5.0, [np.linspace(-0.2, 0.2, 7)], order=2).checked == 14


def test_large_inputs_take_larger_steps():
    assert gradcheck(lambda x: x * x, [np.array([1e6, -1e8])])


def test_inputs_are_left_alone():
    x = np.ones((2, 2))
    x.flags.writeable = False
    assert gradcheck(lambda x: x.exp(), [x])
