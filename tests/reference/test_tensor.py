"""The tensor: recording, accumulation, seeds, dtypes and refusals."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from reference import Tensor, no_grad, rules
from reference.errors import DtypeError, GradientError, GraphFreedError, ShapeError


def leaf(*values: float) -> Tensor:
    return Tensor(np.array(values if len(values) > 1 else values[0]), requires_grad=True)


def test_the_lectures_example_gives_minus_4_minus_4_3():
    x, y, z = leaf(-2.0), leaf(5.0), leaf(-4.0)
    f = (x + y) * z
    f.backward()
    assert (f.item(), x.grad, y.grad, z.grad) == (-12, -4, -4, 3)


def test_a_reused_value_receives_the_sum_of_its_uses():
    x = leaf(3.0)
    square = x * x
    (square + square * x).backward()
    assert x.grad == 2 * 3 + 3 * 3**2


def test_a_diamond_is_walked_once_for_each_edge():
    x = leaf(0.5)
    a = x.exp()
    (a * a.log() + a / (a + 1.0)).backward()
    e = np.exp(0.5)
    assert x.grad == pytest.approx(e * (0.5 + 1) + e / (e + 1) ** 2, rel=1e-14)


def test_two_backwards_give_twice_the_gradient_not_three_times():
    x = leaf(3.0)
    y = (x * x) * 1.0
    y.backward(retain_graph=True)
    y.backward()
    assert x.grad == 12


def test_gradients_accumulate_over_graphs():
    x = leaf(1.0, 2.0)
    (x * 2.0).sum().backward()
    (x * 3.0).sum().backward()
    np.testing.assert_array_equal(x.grad, [5, 5])


def test_leaves_do_not_share_memory_of_their_gradients():
    a, b = leaf(1.0, 2.0), leaf(3.0, 4.0)
    seed = np.ones(2)
    (a + b).backward(seed)
    a.grad[0] = 99
    np.testing.assert_array_equal(b.grad, [1, 1])
    np.testing.assert_array_equal(seed, [1, 1])
    seed[:] = 7
    np.testing.assert_array_equal(b.grad, [1, 1])


def test_the_gradient_of_a_sum_can_be_changed_in_place():
    a = leaf(1.0, 2.0)
    a.sum().backward()
    a.grad *= 2
    np.testing.assert_array_equal(a.grad, [2, 2])


def test_a_second_backward_through_a_freed_graph_is_refused():
    x = leaf(3.0)
    y = x * x
    y.backward()
    with pytest.raises(GraphFreedError, match=r"'multiply'.*retain_graph=True"):
        y.backward()


def test_nothing_is_recorded_inside_no_grad():
    x = leaf(3.0)
    with no_grad():
        y = x * x
        with no_grad():
            pass
        z = x * y
    assert not y.requires_grad
    assert not z.requires_grad
    assert (x * x).requires_grad


def test_no_grad_decorates_a_recursive_function():
    @no_grad()
    def power(x: Tensor, n: int) -> Tensor:
        return x if n == 1 else x * power(x, n - 1)

    assert not power(leaf(2.0), 4).requires_grad
    assert (leaf(2.0) * 1.0).requires_grad


def test_detach_stops_the_gradient():
    x = leaf(3.0)
    (x * (x * x).detach()).backward()
    assert x.grad == 9


def test_a_constant_makes_no_graph():
    assert (Tensor([1.0, 2.0]) * 2).op is None


def test_backward_needs_a_gradient_unless_the_result_is_one_number():
    x = leaf(1.0, 2.0)
    with pytest.raises(GradientError, match=r"single number, got shape \(2,\)"):
        (x * 2).backward()
    with pytest.raises(ShapeError, match=r"shape \(3,\).*shape \(2,\)"):
        (x * 2).backward(np.ones(3))
    with pytest.raises(GradientError, match="does not require a gradient"):
        Tensor(1.0).backward()


def test_an_upstream_gradient_weights_the_result():
    x = leaf(1.0, 2.0)
    (x * x).backward(Tensor([1.0, -1.0]))
    np.testing.assert_array_equal(x.grad, [2, -4])


@pytest.mark.parametrize("data", [3, [1, 2], True, np.arange(3), np.float16(1)])
def test_only_float32_and_float64_can_have_a_gradient(data):
    with pytest.raises(DtypeError, match=r"float32 or float64, got"):
        Tensor(data, requires_grad=True)


@pytest.mark.parametrize("data", ["a", [1j], None, np.array(["2020-01-01"], dtype="datetime64[D]")])
def test_a_tensor_holds_real_numbers_only(data):
    with pytest.raises(DtypeError, match="real numbers"):
        Tensor(data)


def test_integers_are_welcome_as_constants():
    x = leaf(1.5)
    (x * Tensor([1, 2]) * 3).sum().backward()
    assert x.grad == 9


def test_float32_stays_float32():
    x = Tensor(np.ones((2, 3), np.float32), requires_grad=True)
    y = ((x * 2.0 + 1.0) / 3.0 - x.tanh() ** 2).sigmoid().mean()
    y.backward()
    assert y.dtype == x.grad.dtype == np.float32


def test_a_float32_leaf_in_a_float64_graph_gets_a_float32_gradient():
    x = Tensor(np.ones(3, np.float32), requires_grad=True)
    (x * np.ones(3)).sum().backward()
    assert x.grad.dtype == np.float32


def test_an_array_on_the_left_meets_a_tensor():
    x = leaf(1.0, 2.0)
    y = np.array([3.0, 4.0]) * x + np.float64(2.0) - 1 / x + 2**x
    assert isinstance(y, Tensor)
    np.testing.assert_allclose(y.data, [3 + 2 - 1 + 2, 8 + 2 - 0.5 + 4])
    np.testing.assert_array_equal((np.eye(2) @ x).data, x.data)


def test_comparisons_give_plain_masks():
    x = leaf(1.0, 2.0)
    for mask in (x > 1, x >= Tensor(2.0), ~(x < 2), ~(x <= 1), x == 2, x != Tensor([1.0, 5.0])):
        assert mask.dtype == bool
        np.testing.assert_array_equal(mask, [False, True])


def test_equal_tensors_are_different_keys():
    x, y = leaf(1.0), leaf(1.0)
    assert len({x, y, x}) == 2


def test_a_single_number_can_be_asked_for_truth_and_value():
    assert leaf(2.0)
    assert not Tensor(0)
    assert float(leaf(2.5)) == 2.5
    with pytest.raises(ValueError, match="ambiguous"):
        bool(leaf(1.0, 2.0))


def test_no_grad_is_a_matter_of_one_thread():
    with no_grad(), ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: (leaf(1.0) * 2.0).requires_grad).result()
        assert not (leaf(1.0) * 2.0).requires_grad


def test_requires_grad_can_be_asked_later_but_not_taken_from_a_result():
    x = Tensor(2.0)
    x.requires_grad_()
    y = x * 3.0
    with pytest.raises(GradientError, match="detach"):
        y.requires_grad_(False)
    y.backward()
    assert x.grad == 3


def test_a_chain_of_100000_nodes_is_walked():
    x = y = leaf(1.0)
    for _ in range(100_000):
        y = y + 1.0
    y.backward()
    assert x.grad == 1
    assert y.item() == 100_001


@pytest.mark.slow
def test_a_chain_of_100000_nodes_is_thrown_away_without_being_walked():
    y = leaf(1.0)
    for _ in range(100_000):
        y = y * 1.0
    del y


def test_what_the_forward_pass_stored_is_freed_by_backward():
    x = leaf(1.0, 2.0)
    middle = x.exp()
    kept = weakref.ref(middle)
    out = (middle * 2.0).sum()
    del middle
    gc.disable()
    try:
        assert kept() is not None
        out.backward()
        assert kept() is None
    finally:
        gc.enable()


def test_a_tensor_says_what_it_is():
    x = leaf(1.0, 2.0)
    assert repr(x) == "Tensor([1., 2.], requires_grad=True)"
    assert repr(x * 2) == "Tensor([2., 4.], made by multiply)"
    assert repr(Tensor(1.5)) == "Tensor(1.5)"
    assert (x.shape, x.ndim, x.size, len(x), x.is_leaf, (x * 2).is_leaf) == ((2,), 1, 2, 2, True, False)


def test_a_primitive_applied_to_arrays_is_numpy():
    assert isinstance(rules.exp(np.ones(3)), np.ndarray)
    assert isinstance(rules.multiply(2.0, np.ones(3)), np.ndarray)
