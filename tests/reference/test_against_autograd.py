"""Random graphs, and layers, compared with HIPS autograd, which shares no line with the engine."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reference import rules, value_and_grad
from reference.nn import functional as F  # noqa: N812


def hips_logsumexp(x, axis, keepdims=False):
    largest = anp.max(x, axis=axis, keepdims=True)
    y = largest + anp.log(anp.sum(anp.exp(x - largest), axis=axis, keepdims=True))
    return y if keepdims else anp.squeeze(y, axis)


# Each function over the engine and over autograd; both keep values moderate, so that graphs can be deep.
UNARY = {
    "tanh": (rules.tanh, anp.tanh),
    "sin": (rules.sin, anp.sin),
    "sigmoid": (rules.sigmoid, lambda x: 0.5 * (anp.tanh(x / 2) + 1)),
    "softplus": (rules.softplus, lambda x: anp.logaddexp(0.0, x)),
    "log1p of square": (lambda x: rules.log1p(x * x), lambda x: anp.log1p(x * x)),
    "root": (lambda x: rules.sqrt(x**2 + 1), lambda x: anp.sqrt(x**2 + 1)),
    "exp of tanh": (lambda x: rules.exp(rules.tanh(x)), lambda x: anp.exp(anp.tanh(x))),
    "softmax": (rules.softmax, lambda x: anp.exp(x - hips_logsumexp(x, axis=-1, keepdims=True))),
    "cumsum": (lambda x: rules.tanh(rules.cumsum(x, axis=-1)), lambda x: anp.tanh(anp.cumsum(x, axis=-1))),
    "reversed": (lambda x: x[..., ::-1], lambda x: x[..., ::-1]),
    "gathered": (lambda x: x[..., np.array([0, 2, 2])], lambda x: x[..., np.array([0, 2, 2])]),
    "mean over rows": (lambda x: x.mean(axis=0, keepdims=True) + x, lambda x: anp.mean(x, axis=0, keepdims=True) + x),
    "variance": (
        lambda x: rules.var(x, axis=-1, keepdims=True) * 0.1 + x,
        lambda x: anp.var(x, axis=-1, keepdims=True) * 0.1 + x,
    ),
    "logsumexp": (
        lambda x: rules.logsumexp(x, axis=0, keepdims=True) - x,
        lambda x: hips_logsumexp(x, axis=0, keepdims=True) - x,
    ),
    "negative": (lambda x: -x, lambda x: -x),
}
BINARY = {
    "add": (rules.add, anp.add),
    "subtract": (rules.subtract, anp.subtract),
    "multiply": (lambda a, b: rules.tanh(a * b), lambda a, b: anp.tanh(a * b)),
    "divide": (lambda a, b: a / (1 + b * b), lambda a, b: a / (1 + b * b)),
    "maximum": (rules.maximum, anp.maximum),
    "minimum": (rules.minimum, anp.minimum),
    "where": (lambda a, b: rules.where(a > 0.1, a, b * 2), lambda a, b: anp.where(a > 0.1, a, b * 2)),
    "matmul": (lambda a, b: rules.tanh(a @ b.T) @ b, lambda a, b: anp.tanh(a @ b.T) @ b),
    "concatenate": (
        lambda a, b: rules.concatenate([a, b], axis=1)[:, 1:4],
        lambda a, b: anp.concatenate([a, b], axis=1)[:, 1:4],
    ),
    "einsum": (
        lambda a, b: rules.tanh(rules.einsum("ij,ik->ij", a, b)),
        lambda a, b: anp.tanh(anp.einsum("ij,ik->ij", a, b)),
    ),
}

SHAPES = [(2, 3), (1, 3), (3,), (2, 1), ()]
programs = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(sorted(UNARY)), st.integers(0, 50)),
        st.tuples(st.sampled_from(sorted(BINARY)), st.integers(0, 50), st.integers(0, 50)),
    ),
    min_size=1,
    max_size=12,
)


def run(program, inputs, which, ones):
    """A program over a growing pool of values, each of shape (2, 3); later steps may use any value again."""
    pool = [x * ones for x in inputs]
    for name, *chosen in program:
        f = (UNARY if name in UNARY else BINARY)[name][which]
        pool.append(f(*[pool[i % len(pool)] for i in chosen]))
    total = pool[-1] * 0.0
    for i, value in enumerate(pool):
        total = total + value * (0.3 + i % 3)
    return total.sum() if which == 0 else anp.sum(total)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs, st.integers(0, 2**32 - 1))
def test_random_graphs_have_the_same_value_and_gradients(program, seed):
    rng = np.random.default_rng(seed)
    inputs = [np.asarray(rng.standard_normal(shape)) for shape in SHAPES]
    ones = np.ones((2, 3))
    positions = tuple(range(len(inputs)))
    value, gradients = value_and_grad(lambda *xs: run(program, xs, 0, ones), positions)(*inputs)
    expected = run(program, inputs, 1, ones)
    assert value == pytest.approx(expected, rel=1e-9, abs=1e-9)
    for i, g in enumerate(gradients):
        theirs = autograd.grad(lambda x, i=i: run(program, [*inputs[:i], x, *inputs[i + 1 :]], 1, ones))(inputs[i])
        assert g.shape == inputs[i].shape
        np.testing.assert_allclose(g, theirs, rtol=1e-9, atol=1e-9 * max(1.0, np.abs(theirs).max()))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 5), st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_a_batch_normalized_network_has_the_same_gradients(n, features, hidden, seed):
    rng = np.random.default_rng(seed)
    n += 1
    x, t = rng.standard_normal((n, features)), rng.integers(0, 2, n)
    arrays = [rng.standard_normal(s) for s in ((hidden, features), (hidden,), (hidden,), (hidden,), (2, hidden), (2,))]

    def ours(w1, b1, gamma, beta, w2, b2):
        h = F.batch_norm(F.linear(x, w1, b1), None, None, gamma, beta, training=True, eps=1e-2)
        return F.cross_entropy(F.linear(F.tanh(h), w2, b2), t)

    def theirs(w1, b1, gamma, beta, w2, b2):
        h = x @ w1.T + b1
        h = (h - anp.mean(h, axis=0)) / anp.sqrt(anp.var(h, axis=0) + 1e-2) * gamma + beta
        z = anp.tanh(h) @ w2.T + b2
        return anp.mean(hips_logsumexp(z, axis=1) - z[np.arange(n), t])

    value, gradients = value_and_grad(ours, argnums=(0, 1, 2, 3, 4, 5))(*arrays)
    assert value == pytest.approx(theirs(*arrays))
    for i, g in enumerate(gradients):
        np.testing.assert_allclose(g, autograd.grad(theirs, i)(*arrays), rtol=1e-9, atol=1e-10)
