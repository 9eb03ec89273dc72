"""Trajectories of optimizers that go on for many steps, and those with gradients of nan."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import load
from exercises.optimizers import Path
from exercises.steps import Call
from exercises.trajectories import MANY
from tests.exercises.test_optimizers import SLUGS, trajectories


@pytest.mark.parametrize("slug", SLUGS)
def test_a_run_of_many_steps_ends_where_the_reference_ends(slug):
    numbers = set()
    for seed in range(5):
        (long,) = (one for one in trajectories(slug, seed) if one.further)
        assert MANY[0] <= long.further < MANY[1]
        numbers.add(long.further)
        path = Path(load(slug).spec, long)
        scenario = path.as_scenario("forward", "steps")
        calls = [step for step in scenario.steps if isinstance(step, Call) and step.name == "step"]
        assert sum(call.repeat for call in calls) == long.steps + long.further
        assert f"after step {long.steps + long.further}" in scenario.expectations[-1].place.what
    assert len(numbers) > 1


@pytest.mark.parametrize("slug", SLUGS)
def test_nan_in_a_gradient_shows_in_the_same_places_of_the_new_parameters(slug):
    (broken,) = (one for one in trajectories(slug) if one.name == "gradients with nan")
    (step,) = Path(load(slug).spec, broken).steps
    for grad, expected in zip(step.grads, step.expected, strict=True):
        assert np.isnan(grad).sum() == 1
        assert np.array_equal(np.isnan(grad), np.isnan(expected))
