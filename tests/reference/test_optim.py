"""Optimizers against closed forms and first principles."""

import numpy as np
import pytest

from reference.errors import DtypeError, ShapeError
from reference.optim import Adam


def test_adams_first_step_is_lr_in_the_direction_of_the_sign():
    (x,) = Adam(lr=0.1, eps=0.0).step([np.array([1.0, 2.0])], [np.array([-5.0, 1e-6])])
    np.testing.assert_allclose(x, [1.1, 1.9], rtol=1e-12)


def test_inputs_and_results_are_separate():
    param, slope = np.ones(3), np.ones(3)
    param.flags.writeable = slope.flags.writeable = False
    adam = Adam()
    first = adam.step([param], [slope])[0]
    copy = first.copy()
    adam.step([first], [slope])
    np.testing.assert_array_equal(first, copy)


def test_float32_and_shapes_are_kept():
    params = [np.ones((2, 3), np.float32), np.ones(()), np.ones((0, 2))]
    new = Adam().step(params, [np.ones_like(p) for p in params])
    assert [(p.dtype, p.shape) for p in new] == [(p.dtype, p.shape) for p in params]


def test_lists_that_do_not_fit_are_refused():
    adam = Adam()
    with pytest.raises(ShapeError, match=r"shape \(2,\) for parameter 0 of shape \(3,\)"):
        adam.step([np.ones(3)], [np.ones(2)])
    adam.step([np.ones(3)], [np.ones(3)])
    with pytest.raises(ShapeError, match=r"found 2 parameters and 2 gradients; .* and 1 as in the step before"):
        adam.step([np.ones(3)] * 2, [np.ones(3)] * 2)
    with pytest.raises(DtypeError, match="found dtype int64 for parameter 0"):
        adam.step([np.ones(3, int)], [np.ones(3)])
