"""Linear, normalization and dropout."""

import numpy as np
import pytest

from reference import Tensor, vjp
from reference.errors import ShapeError
from reference.gradcheck import assert_gradcheck
from reference.nn import functional as F  # noqa: N812


def normal(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape)


def test_linear_is_x_w_transposed_plus_b():
    x, w, b = normal(5, 3), normal(2, 3, seed=1), normal(2, seed=2)
    g = normal(5, 2, seed=3)
    y, pullback = vjp(F.linear, x, w, b)
    np.testing.assert_allclose(y, [[sum(w[o] * x[n]) + b[o] for o in range(2)] for n in range(5)], rtol=1e-13)
    for found, expected in zip(pullback(g), (g @ w, g.T @ x, g.sum(axis=0)), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-13)


def test_linear_takes_an_empty_batch():
    y, pullback = vjp(F.linear, np.zeros((0, 3)), np.ones((2, 3)), np.ones(2))
    gx, gw, gb = pullback(np.zeros((0, 2)))
    assert (y.shape, gx.shape) == ((0, 2), (0, 3))
    np.testing.assert_array_equal(gw, np.zeros((2, 3)))
    np.testing.assert_array_equal(gb, np.zeros(2))


def test_batch_norm_normalizes_and_moves_the_running_statistics():
    x, w, b = normal(6, 3), normal(3, seed=1), normal(3, seed=2)
    mean, var = np.zeros(3), np.ones(3)
    y = F.batch_norm(Tensor(x), mean, var, Tensor(w), Tensor(b), training=True, momentum=0.2, eps=0.1)
    np.testing.assert_allclose(y.data, (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 0.1) * w + b, rtol=1e-12)
    np.testing.assert_allclose(mean, 0.2 * x.mean(axis=0))
    np.testing.assert_allclose(var, 0.8 + 0.2 * x.var(axis=0, ddof=1))
    z = F.batch_norm(Tensor(x), mean, var, eps=0.1)
    np.testing.assert_allclose(z.data, (x - mean) / np.sqrt(var + 0.1))


def test_batch_norm_of_images_is_that_of_all_pixels_of_a_channel():
    x = normal(2, 3, 4, 5)
    flat = np.moveaxis(x, 1, -1).reshape(-1, 3)
    w = Tensor(normal(3, seed=1))
    y = F.batch_norm(Tensor(x), None, None, w, training=True)
    expected = F.batch_norm(Tensor(flat), None, None, w, training=True)
    np.testing.assert_allclose(np.moveaxis(y.data, 1, -1).reshape(-1, 3), expected.data, rtol=1e-12)


@pytest.mark.parametrize("eps", [1e-5, 0.5])
@pytest.mark.parametrize("training", [True, False])
def test_gradients_of_batch_norm(training, eps):
    def f(x, w, b):
        return F.batch_norm(x, np.full(3, 0.3), np.full(3, 2.0), w, b, training, eps=eps)

    assert_gradcheck(f, [normal(5, 3), normal(3, seed=1), normal(3, seed=2)])
    assert_gradcheck(f, [normal(5, 3), normal(3, seed=1), normal(3, seed=2)], order=2)


def test_the_gradient_of_batch_norm_is_the_textbooks():
    x, g = normal(6, 2), normal(6, 2, seed=1)
    _, pullback = vjp(lambda x: F.batch_norm(x, None, None, training=True, eps=0.1), x)
    s = np.sqrt(x.var(axis=0) + 0.1)
    h = (x - x.mean(axis=0)) / s
    np.testing.assert_allclose(pullback(g)[0], (g - g.mean(axis=0) - h * (g * h).mean(axis=0)) / s, rtol=1e-12)


@pytest.mark.parametrize("shape", [(4,), (1, 4)])
def test_batch_norm_says_what_it_needs(shape):
    with pytest.raises(ShapeError, match=r"expected an input|training needs at least two values"):
        F.batch_norm(Tensor(np.ones(shape)), None, None, training=True)


def test_batch_norm_without_statistics_is_refused_outside_training():
    with pytest.raises(ShapeError, match="both required outside training"):
        F.batch_norm(Tensor(np.ones((2, 2))), np.zeros(2), None)


def test_layer_norm_normalizes_each_sample():
    x, w, b = normal(2, 3, 4), normal(3, 4, seed=1), normal(3, 4, seed=2)
    y = F.layer_norm(Tensor(x), (3, 4), Tensor(w), Tensor(b), eps=0.1)
    for sample, out in zip(x, y.data, strict=True):
        np.testing.assert_allclose(out, (sample - sample.mean()) / np.sqrt(sample.var() + 0.1) * w + b, rtol=1e-12)
    assert_gradcheck(lambda x, w, b: F.layer_norm(x, (3, 4), w, b), [x, w, b])
    assert_gradcheck(lambda x: F.layer_norm(x, (4,)), [x], order=2)


@pytest.mark.parametrize("normalized", [(3,), (), (4, 3)])
def test_layer_norm_checks_its_shape(normalized):
    with pytest.raises(ShapeError, match="must end in normalized_shape"):
        F.layer_norm(Tensor(np.ones((2, 3, 4))), normalized)


def test_dropout_scales_what_it_keeps_both_ways():
    x, mask, g = normal(3, 4), normal(3, 4, seed=1) > 0, normal(3, 4, seed=2)
    y, pullback = vjp(lambda x: F.dropout(x, 0.2, mask=mask), x)
    np.testing.assert_allclose(y, x * mask / 0.8)
    np.testing.assert_allclose(pullback(g)[0], g * mask / 0.8)


def test_dropout_does_nothing_outside_training_and_all_at_one():
    x = Tensor(normal(3))
    assert F.dropout(x, 0.2, training=False) is x
    np.testing.assert_array_equal(F.dropout(x, 1.0, mask=np.zeros(3, bool)).data, np.zeros(3))


@pytest.mark.parametrize("mask", [None, np.ones(2, bool)])
def test_dropout_needs_a_mask_of_the_same_shape(mask):
    with pytest.raises(ShapeError, match=r"expected a mask of shape \(3,\)"):
        F.dropout(Tensor(np.ones(3)), mask=mask)
