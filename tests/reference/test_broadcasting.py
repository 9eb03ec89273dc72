"""Broadcasting undone: sums over what was repeated, and nothing else passes."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from reference import Tensor
from reference.broadcasting import unbroadcast
from reference.errors import ShapeError


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutually_broadcastable_shapes(num_shapes=2, min_side=0, max_side=3, max_dims=4))
def test_each_element_receives_the_sum_over_its_copies(shapes):
    shape, full = shapes.input_shapes[0], shapes.result_shape
    g = np.random.default_rng(0).standard_normal(full)
    copies = np.broadcast_to(np.arange(np.prod(shape, dtype=int)).reshape(shape), full)
    expected = np.bincount(copies.ravel(), weights=g.ravel(), minlength=np.prod(shape, dtype=int))
    found = unbroadcast(g, shape)
    assert found.shape == shape
    np.testing.assert_allclose(np.asarray(found).ravel(), expected, atol=1e-12)


def test_tensors_are_undone_the_same_way():
    g = np.arange(24.0).reshape(4, 2, 3)
    np.testing.assert_array_equal(unbroadcast(Tensor(g), (2, 1)).data, unbroadcast(g, (2, 1)))


@pytest.mark.parametrize("shape", [(2, 3, 4), (4,), (2, 2), (3, 2)])
def test_a_gradient_that_no_broadcasting_can_explain_is_refused(shape):
    with pytest.raises(ShapeError, match=r"got a gradient of shape \(2, 3\) for an argument of shape"):
        unbroadcast(np.ones((2, 3)), shape)
