"""Activations: closed forms, gradients, and both ends of the line."""

import math

import numpy as np
import pytest

from reference import Tensor, grad, jacobian
from reference.gradcheck import assert_gradcheck
from reference.nn import functional as F  # noqa: N812

X = np.array([-3.0, -1.0, -0.2, 0.3, 1.0, 2.5])
FORMS = {
    F.sigmoid: lambda x: 1 / (1 + math.exp(-x)),
    F.logsigmoid: lambda x: -math.log1p(math.exp(-x)),
    F.tanh: math.tanh,
    F.relu: lambda x: max(x, 0),
    F.leaky_relu: lambda x: x if x > 0 else 0.01 * x,
    F.elu: lambda x: x if x > 0 else math.exp(x) - 1,
    F.softplus: lambda x: math.log1p(math.exp(x)),
    F.silu: lambda x: x / (1 + math.exp(-x)),
    F.gelu: lambda x: x * (1 + math.erf(x / math.sqrt(2))) / 2,
}
WITH_OPTIONS = [
    (lambda x: F.leaky_relu(x, 2.0), lambda x: x if x > 0 else 2 * x),
    (lambda x: F.elu(x, alpha=0.5), lambda x: x if x > 0 else 0.5 * (math.exp(x) - 1)),
    (lambda x: F.softplus(x, beta=3.0), lambda x: math.log1p(math.exp(3 * x)) / 3),
    (
        lambda x: F.gelu(x, approximate="tanh"),
        lambda x: 0.5 * x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    ),
]


@pytest.mark.parametrize(("f", "form"), [*FORMS.items(), *WITH_OPTIONS])
def test_values_and_gradients(f, form):
    np.testing.assert_allclose(f(Tensor(X)).data, [form(x) for x in X], rtol=1e-14)
    assert_gradcheck(f, [X.reshape(2, 3)])
    assert_gradcheck(f, [X], order=2)


@pytest.mark.parametrize(
    ("f", "at_minus", "at_plus", "slope_minus", "slope_plus"),
    [
        (F.sigmoid, 0, 1, 0, 0),
        (F.logsigmoid, -1000, 0, 1, 0),
        (F.tanh, -1, 1, 0, 0),
        (F.relu, 0, 1000, 0, 1),
        (F.leaky_relu, -10, 1000, 0.01, 1),
        (F.elu, -1, 1000, 0, 1),
        (F.softplus, 0, 1000, 0, 1),
        (F.silu, 0, 1000, 0, 1),
        (F.gelu, 0, 1000, 0, 1),
    ],
)
def test_both_ends_are_exact(f, at_minus, at_plus, slope_minus, slope_plus):
    ends = np.array([-1000.0, 1000.0])
    np.testing.assert_array_equal(f(Tensor(ends)).data, [at_minus, at_plus])
    np.testing.assert_array_equal(grad(lambda x: f(x).sum())(ends), [slope_minus, slope_plus])


def test_the_tail_of_sigmoid_keeps_its_precision():
    assert F.sigmoid(Tensor(-40.0)).item() == pytest.approx(math.exp(-40), rel=1e-14)
    assert grad(F.sigmoid)(-700.0) == pytest.approx(math.exp(-700), rel=1e-12)


@pytest.mark.parametrize("dim", [0, 1, -1])
def test_softmax_sums_to_one_and_log_softmax_is_its_logarithm(dim):
    x = np.random.default_rng(0).standard_normal((3, 4)) * 3
    y = F.softmax(Tensor(x), dim).data
    np.testing.assert_allclose(y, np.exp(x) / np.exp(x).sum(axis=dim, keepdims=True), rtol=1e-13)
    np.testing.assert_allclose(F.log_softmax(Tensor(x), dim).data, np.log(y), rtol=1e-12)


def test_the_jacobian_of_softmax_is_diag_s_minus_s_s_transposed():
    x = np.array([0.5, -1.0, 2.0])
    s = F.softmax(Tensor(x)).data
    np.testing.assert_allclose(jacobian(F.softmax)(x), np.diag(s) - np.outer(s, s), rtol=1e-13)


def test_softmax_far_out_is_finite_and_right():
    x = np.array([[1000.0, -1000.0, 1000.0], [-1000.0, -1000.0, -1000.0]])
    np.testing.assert_allclose(F.softmax(Tensor(x)).data, [[0.5, 0, 0.5], [1 / 3] * 3])
    np.testing.assert_allclose(F.log_softmax(Tensor(x)).data[0], [-math.log(2), -2000 - math.log(2), -math.log(2)])
    assert np.isfinite(grad(lambda x: (F.log_softmax(x) * np.arange(3.0)).sum())(x)).all()
