"""Derivatives of functions, nested and not."""

import numpy as np
import pytest

from reference import Tensor, grad, jacobian, no_grad, value_and_grad, vjp
from reference.errors import DtypeError, GradientError


def cube(x):
    return (x**3).sum()


def test_grad_gives_arrays_for_arrays():
    g = grad(cube)(np.array([1.0, 2.0]))
    assert isinstance(g, np.ndarray)
    np.testing.assert_array_equal(g, [3, 12])


def test_grad_can_be_nested():
    assert [grad(cube)(2.0), grad(grad(cube))(2.0), grad(grad(grad(cube)))(2.0)] == [12, 12, 6]


def test_grad_of_several_arguments():
    f = lambda x, y, scale: (x * y * scale).sum()  # noqa: E731
    gx, gy = grad(f, argnums=(0, 1))(np.array([1.0, 2.0]), 3.0, scale=2)
    np.testing.assert_array_equal(gx, [6, 6])
    assert gy == 6
    assert grad(f, argnums=1)(2.0, 3.0, 5) == 10


def test_value_and_grad_gives_both():
    value, g = value_and_grad(cube)(2.0)
    assert (value, g) == (8, 12)


def test_an_inner_derivative_does_not_see_the_outer_variable():
    assert grad(lambda x: x * grad(lambda y: x * y)(x))(2.0) == 4
    assert grad(lambda x: x * grad(lambda y: x + y)(1.0))(2.0) == 1
    assert grad(lambda x: x * grad(lambda y: x * x * y)(1.0))(2.0) == 12


def test_vjp_pulls_back_as_often_as_asked():
    value, pullback = vjp(lambda x, w: x @ w, np.ones((2, 3)), np.arange(3.0))
    np.testing.assert_array_equal(value, [3, 3])
    for scale in (1.0, 2.0):
        gx, gw = pullback(scale * np.array([1.0, -1.0]))
        np.testing.assert_array_equal(gx, scale * np.outer([1, -1], np.arange(3)))
        np.testing.assert_array_equal(gw, [0, 0, 0])


def test_vjp_of_what_the_result_does_not_use_is_zero():
    _, pullback = vjp(lambda x, y: x * 2, 1.0, np.ones(3))
    np.testing.assert_array_equal(pullback(1.0)[1], np.zeros(3))
    _, pullback = vjp(lambda x: Tensor(2.0), np.ones(2))
    np.testing.assert_array_equal(pullback(1.0)[0], np.zeros(2))


def test_the_gradients_of_vjp_are_the_callers_to_change():
    _, pullback = vjp(lambda x, y: x + y, np.ones(2), np.ones(2))
    seed = np.ones(2)
    gx, gy = pullback(seed)
    gx += 5
    np.testing.assert_array_equal(gy, [1, 1])
    np.testing.assert_array_equal(seed, [1, 1])


def test_vjp_inside_no_grad_is_no_different():
    with no_grad():
        assert grad(cube)(2.0) == 12


def test_vjp_leaves_the_leaves_of_its_caller_alone():
    w = Tensor(3.0, requires_grad=True)
    assert grad(lambda x: x * w)(2.0).item() == 3
    assert w.grad is None


def test_jacobian_has_a_row_for_each_result():
    weight = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(jacobian(lambda x: weight @ x)(np.ones(3)), weight)
    np.testing.assert_array_equal(jacobian(lambda x: x)(np.ones(3)), np.eye(3))
    assert jacobian(lambda x: x.T)(np.ones((2, 3))).shape == (3, 2, 2, 3)


def test_the_jacobian_of_a_gradient_is_the_hessian():
    x = np.array([1.0, 2.0, 3.0])
    np.testing.assert_allclose(jacobian(grad(cube))(x), np.diag(6 * x))
    np.testing.assert_allclose(jacobian(jacobian(cube))(x), np.diag(6 * x))


def test_the_jacobian_for_several_arguments_is_a_tuple():
    jx, jy = jacobian(lambda x, y: x * y, argnums=(0, 1))(np.array([1.0, 2.0]), 3.0)
    np.testing.assert_array_equal(jx, 3 * np.eye(2))
    np.testing.assert_array_equal(jy, [1, 2])


def test_float32_stays_float32():
    x = np.ones(3, np.float32)
    assert grad(cube)(x).dtype == jacobian(lambda x: x * 2)(x).dtype == np.float32
    _, pullback = vjp(lambda x: x * np.float64(2), x)
    assert pullback(np.ones(3))[0].dtype == np.float32


@pytest.mark.parametrize("x", [3, np.arange(3)])
def test_integers_are_refused(x):
    with pytest.raises(DtypeError, match="got int64"):
        grad(cube)(x)


def test_a_function_that_returns_no_tensor_is_refused():
    with pytest.raises(GradientError, match="must return a Tensor, got float"):
        grad(lambda x: 1.0)(2.0)


def test_create_graph_gives_gradients_with_gradients():
    x = Tensor(np.array([1.0, 2.0]), requires_grad=True)
    cube(x).backward(create_graph=True)
    first = x.grad
    x.grad = None
    first.backward(np.ones(2))
    np.testing.assert_array_equal(first.data, [3, 12])
    np.testing.assert_array_equal(x.grad, [6, 12])
