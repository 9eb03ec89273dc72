"""Losses: closed forms, conventions, and logits of ±1000."""

import math

import numpy as np
import pytest

from reference import Tensor, grad
from reference.errors import DtypeError, ShapeError
from reference.gradcheck import assert_gradcheck
from reference.nn import functional as F  # noqa: N812

LOGITS = np.random.default_rng(0).standard_normal((4, 3)) * 2
CLASSES = np.array([0, 2, 1, 2])


def test_mse_is_the_mean_over_all_elements():
    x, t = LOGITS, np.ones((4, 3))
    assert F.mse_loss(Tensor(x), t).item() == pytest.approx(np.mean((x - 1) ** 2))
    np.testing.assert_allclose(grad(lambda x: F.mse_loss(x, t))(x), 2 * (x - 1) / 12)
    assert_gradcheck(F.mse_loss, [x, t], order=2)


def test_bce_is_the_log_loss_of_the_sigmoid():
    z, t = LOGITS[:, 0], np.array([0.0, 1.0, 1.0, 0.3])
    s = 1 / (1 + np.exp(-z))
    expected = np.mean(-t * np.log(s) - (1 - t) * np.log(1 - s))
    assert F.binary_cross_entropy_with_logits(Tensor(z), t).item() == pytest.approx(expected, rel=1e-13)
    np.testing.assert_allclose(grad(lambda z: F.binary_cross_entropy_with_logits(z, t))(z), (s - t) / 4, rtol=1e-12)
    assert_gradcheck(F.binary_cross_entropy_with_logits, [z, t], order=2)


def test_bce_far_out_is_exact_on_both_sides():
    z, t = np.array([1000.0, -1000.0, 1000.0, -1000.0, 40.0]), np.array([1.0, 0.0, 0.0, 1.0, 1.0])
    losses = F.binary_cross_entropy_with_logits(Tensor(z), Tensor(t), reduction="none")
    np.testing.assert_allclose(losses.data, [0, 0, 1000, 1000, math.exp(-40)], rtol=1e-14)
    g = grad(lambda z: F.binary_cross_entropy_with_logits(z, t, reduction="sum"))(z)
    np.testing.assert_allclose(g, [0, 0, 1, -1, 0], atol=1e-16)


def test_cross_entropy_is_minus_the_log_of_the_right_classs_share():
    p = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
    expected = -np.log(p[np.arange(4), CLASSES])
    assert F.cross_entropy(Tensor(LOGITS), CLASSES).item() == pytest.approx(expected.mean(), rel=1e-13)
    np.testing.assert_allclose(F.cross_entropy(Tensor(LOGITS), CLASSES, "none").data, expected)
    assert F.cross_entropy(Tensor(LOGITS), CLASSES, "sum").item() == pytest.approx(expected.sum())
    g = grad(lambda z: F.cross_entropy(z, CLASSES))(LOGITS)
    np.testing.assert_allclose(g, (p - np.eye(3)[CLASSES]) / 4, rtol=1e-12)
    assert_gradcheck(lambda z: F.cross_entropy(z, CLASSES), [LOGITS], order=2)


def test_cross_entropy_far_out_is_exact():
    z = np.array([[1000.0, -1000.0], [1000.0, -1000.0]])
    np.testing.assert_array_equal(F.cross_entropy(Tensor(z), [0, 1], "none").data, [0, 2000])
    np.testing.assert_array_equal(grad(lambda z: F.cross_entropy(z, [0, 1], "sum"))(z), [[0, 0], [1, -1]])


def test_a_single_sample_has_a_single_class():
    expected = F.cross_entropy(Tensor(LOGITS[:1]), CLASSES[:1]).item()
    assert F.cross_entropy(Tensor(LOGITS[0]), 0).item() == pytest.approx(expected)


def test_nll_takes_log_probabilities():
    logs = F.log_softmax(Tensor(LOGITS))
    assert F.nll_loss(logs, CLASSES).item() == F.cross_entropy(Tensor(LOGITS), CLASSES).item()


@pytest.mark.parametrize("loss", [F.mse_loss, F.binary_cross_entropy_with_logits])
def test_empty_batches_have_no_mean_but_a_sum(loss):
    x = Tensor(np.zeros((0, 2)), requires_grad=True)
    assert math.isnan(loss(x, np.zeros((0, 2))).item())
    assert loss(x, np.zeros((0, 2)), reduction="sum").item() == 0
    loss(x, np.zeros((0, 2))).backward()
    assert x.grad.shape == (0, 2)


def test_cross_entropy_of_an_empty_batch():
    assert math.isnan(F.cross_entropy(Tensor(np.zeros((0, 3))), np.zeros(0, int)).item())
    assert F.cross_entropy(Tensor(np.zeros((0, 3))), np.zeros(0, int), "sum").item() == 0


@pytest.mark.parametrize("loss", [F.mse_loss, F.binary_cross_entropy_with_logits])
def test_shapes_that_would_broadcast_are_refused(loss):
    with pytest.raises(ShapeError, match=r"got \(4, 1\) and \(4,\)"):
        loss(Tensor(np.ones((4, 1))), np.ones(4))


def test_targets_are_classes():
    with pytest.raises(DtypeError, match="integer class indices, got dtype float64"):
        F.cross_entropy(Tensor(LOGITS), CLASSES.astype(float))
    with pytest.raises(ShapeError, match="expected targets from 0 to 2, got 0 to 3"):
        F.cross_entropy(Tensor(LOGITS), [0, 1, 2, 3])
    with pytest.raises(ShapeError, match="got -1 to 2"):
        F.cross_entropy(Tensor(LOGITS), [0, -1, 2, 1])
    with pytest.raises(ShapeError, match=r"got \(4, 3\) and \(3,\)"):
        F.cross_entropy(Tensor(LOGITS), [0, 1, 2])


def test_an_unknown_reduction_is_refused():
    with pytest.raises(ValueError, match="got 'average'"):
        F.mse_loss(Tensor(LOGITS), LOGITS, reduction="average")
