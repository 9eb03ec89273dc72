"""Optimizers against closed forms and first principles."""

import math

import numpy as np
import pytest

from reference import optim
from reference.errors import DtypeError, ShapeError

ALL = [
    optim.SGD(0.1),
    optim.Momentum(0.1),
    optim.Nesterov(0.1),
    optim.Adagrad(0.1),
    optim.Adadelta(),
    optim.RMSProp(0.1),
    optim.Adam(),
    optim.AdamW(),
]
GRADS = [0.5, -2.0, 0.3, 1.5]


def path(rule, grads=GRADS, start=1.0):
    """Where one number goes, given its gradients."""
    optimizer, x, places = optim.start(rule), np.array(start), []
    for g in grads:
        (x,) = optimizer.step([x], [np.array(g)])
        places.append(float(x))
    return places


def test_sgd_goes_against_the_gradient():
    np.testing.assert_allclose(path(optim.SGD(0.1)), 1 - 0.1 * np.cumsum(GRADS))


def test_momentum_sums_old_gradients_with_powers_of_its_factor():
    velocities = [sum(0.7 ** (t - i) * g for i, g in enumerate(GRADS[: t + 1])) for t in range(4)]
    np.testing.assert_allclose(path(optim.Momentum(0.1, 0.7)), 1 - 0.1 * np.cumsum(velocities))


def test_nesterov_looks_ahead():
    nesterov = optim.start(optim.Nesterov(0.1, 0.7))
    x, v = np.array([1.0, -2.0]), np.zeros(2)
    (y,) = nesterov.lookahead([x])
    np.testing.assert_array_equal(y, x)
    for _ in range(4):
        (ahead,) = nesterov.lookahead([x])
        np.testing.assert_allclose(ahead, x + 0.7 * v)
        v = 0.7 * v - 0.1 * 2 * ahead
        expected = x + v
        (x,) = nesterov.step([x], [2 * ahead])
        np.testing.assert_allclose(x, expected, rtol=1e-14)


def test_adagrad_divides_by_the_root_of_all_squares():
    squares = np.cumsum(np.square(GRADS))
    steps = 0.1 * np.array(GRADS) / (np.sqrt(squares) + 0.01)
    np.testing.assert_allclose(path(optim.Adagrad(0.1, eps=0.01)), 1 - np.cumsum(steps))


def averages(beta, values):
    """The average that starts at 0 and keeps a share of itself, written as the sum that it is."""
    return np.array(
        [sum((1 - beta) * beta ** (t - i) * v for i, v in enumerate(values[: t + 1])) for t in range(len(values))]
    )


def test_rmsprop_divides_by_the_root_of_the_average_square():
    steps = 0.1 * np.array(GRADS) / (np.sqrt(averages(0.8, np.square(GRADS))) + 0.01)
    np.testing.assert_allclose(path(optim.RMSProp(0.1, 0.8, eps=0.01)), 1 - np.cumsum(steps))


def test_adadelta_measures_steps_by_the_steps_before():
    squares, u, x, expected = averages(0.8, np.square(GRADS)), 0.0, 1.0, []
    for g, s in zip(GRADS, squares, strict=True):
        delta = math.sqrt(u + 0.01) / math.sqrt(s + 0.01) * g
        u = 0.8 * u + 0.2 * delta**2
        x -= 0.5 * delta
        expected.append(x)
    np.testing.assert_allclose(path(optim.Adadelta(0.5, 0.8, eps=0.01)), expected)


def adam_steps(lr, beta1, beta2, eps):
    t = np.arange(1, 5)
    m = averages(beta1, GRADS) / (1 - beta1**t)
    v = averages(beta2, np.square(GRADS)) / (1 - beta2**t)
    return lr * m / (np.sqrt(v) + eps)


def test_adam_frees_both_averages_of_their_bias():
    expected = 1 - np.cumsum(adam_steps(0.1, 0.5, 0.7, 0.01))
    np.testing.assert_allclose(path(optim.Adam(0.1, (0.5, 0.7), 0.01)), expected)


def test_adams_first_step_is_lr_in_the_direction_of_the_sign():
    (x,) = optim.start(optim.Adam(lr=0.1, eps=0.0)).step([np.array([1.0, 2.0])], [np.array([-5.0, 1e-6])])
    np.testing.assert_allclose(x, [1.1, 1.9], rtol=1e-12)


def test_adamw_shrinks_the_parameter_beside_adams_step():
    x, expected = 1.0, []
    for step in adam_steps(0.1, 0.5, 0.7, 0.01):
        x = x * (1 - 0.1 * 0.2) - step
        expected.append(x)
    np.testing.assert_allclose(path(optim.AdamW(0.1, (0.5, 0.7), 0.01, weight_decay=0.2)), expected)


@pytest.mark.parametrize(
    ("optimizer", "defaults"),
    [
        (optim.Momentum(0.1), {"momentum": 0.9}),
        (optim.Nesterov(0.1), {"momentum": 0.9}),
        (optim.Adagrad(0.1), {"eps": 1e-8}),
        (optim.Adadelta(), {"lr": 1.0, "rho": 0.9, "eps": 1e-6}),
        (optim.RMSProp(0.1), {"beta": 0.9, "eps": 1e-8}),
        (optim.Adam(), {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8}),
        (optim.AdamW(), {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 1e-2}),
    ],
)
def test_defaults_are_those_of_the_exercises(optimizer, defaults):
    assert {name: getattr(optimizer, name) for name in defaults} == defaults


@pytest.mark.parametrize("kind", [type(o) for o in ALL])
def test_every_parameter_has_its_own_state_shape_and_dtype(kind):
    rule = kind(lr=0.1) if kind is not optim.Adam else optim.Adam()
    rng = np.random.default_rng(0)
    params = [rng.standard_normal((2, 3)), rng.standard_normal(()), np.ones(4, np.float32), np.ones((0, 2))]
    together, alone = optim.start(rule), [optim.start(rule) for _ in params]
    moved, apart = list(params), list(params)
    for _ in range(3):
        grads = [rng.standard_normal(p.shape).astype(p.dtype) for p in params]
        for array in (*moved, *grads):
            np.asarray(array).flags.writeable = False
        moved = together.step(moved, grads)
        apart = [one.step([x], [g])[0] for one, x, g in zip(alone, apart, grads, strict=True)]
        for x, y, p in zip(moved, apart, params, strict=True):
            np.testing.assert_array_equal(x, y)
            assert (x.shape, x.dtype) == (p.shape, p.dtype)


@pytest.mark.parametrize("kind", [type(o) for o in ALL])
def test_a_result_is_not_changed_by_the_next_step(kind):
    optimizer = optim.start(kind(lr=0.1))
    first = optimizer.step([np.ones(3)], [np.ones(3)])
    copy = first[0].copy()
    optimizer.step(first, [np.ones(3)])
    np.testing.assert_array_equal(first[0], copy)


@pytest.mark.parametrize("kind", [type(o) for o in ALL])
def test_a_bowl_is_descended(kind):
    optimizer, x = optim.start(kind(lr=1.0 if kind is optim.Adadelta else 0.05)), np.array([3.0, -2.0])
    before = np.abs(x)
    for _ in range(100):
        point = optimizer.lookahead([x])[0] if kind is optim.Nesterov else x
        (x,) = optimizer.step([x], [2 * point])
    assert (np.abs(x) < before).all()


def test_lists_that_do_not_fit_are_refused_and_leave_no_state():
    adam = optim.start(optim.Adam())
    with pytest.raises(ShapeError, match=r"shape \(2,\) for parameter 0 of shape \(3,\)"):
        adam.step([np.ones(3)], [np.ones(2)])
    with pytest.raises(ShapeError, match="got 2 parameters and 1 gradients"):
        adam.step([np.ones(3)] * 2, [np.ones(3)])
    assert adam.steps == 0
    adam.step([np.ones(3)], [np.ones(3)])
    with pytest.raises(
        ShapeError, match="expected 1 parameters and as many gradients, got 2 parameters and 2 gradients"
    ):
        adam.step([np.ones(3)] * 2, [np.ones(3)] * 2)
    with pytest.raises(DtypeError, match="for parameter 0, got int64"):
        adam.step([np.ones(3, int)], [np.ones(3)])


def test_step_decay_drops_at_every_multiple():
    rates = list(map(optim.step_decay(0.8, drop=0.5, every=3), range(7)))
    assert rates == [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2]


def test_exponential_decay_is_e_to_the_minus_rate_a_step():
    rates = list(map(optim.exponential_decay(2.0, rate=0.1), range(3)))
    assert rates == pytest.approx([2, 2 * math.exp(-0.1), 2 * math.exp(-0.2)])


def test_cosine_decay_goes_from_lr_to_its_minimum_and_stays():
    rates = list(map(optim.cosine_decay(1.0, total=4, lr_min=0.2), (0, 1, 2, 4, 9)))
    assert rates == pytest.approx([1.0, 0.6 + 0.4 * math.sqrt(0.5), 0.6, 0.2, 0.2])


def test_warmup_starts_with_a_share_and_stays_at_lr():
    assert list(map(optim.warmup(1.0, warmup_steps=4), range(6))) == [0.25, 0.5, 0.75, 1.0, 1.0, 1.0]
