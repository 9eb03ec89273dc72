"""The specification of ``xor_mlp``.

The hidden activation is the student's choice, so no reference can compute the output of forward. The checks test how
the output changes with the parameters, and whether backward matches this forward.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from exercises.scenario import Array, Scenario, ScenarioSpec
from exercises.spec import Points
from exercises.xor_mlp import computing, descent, network_properties, training
from exercises.xor_mlp.point import CORNERS, XOR, Point


def scenarios(rng: np.random.Generator) -> list[Scenario]:
    def point(rows: int, hidden: int) -> Point:
        return Point.draw(rng, rows, hidden)

    def labels(rows: int) -> Array:
        return rng.permutation(np.arange(rows) % 2).astype(np.float64)

    return [
        computing.start(3),
        computing.start(2),
        computing.readout(point(4, 3), rng.normal(size=(1, 3))),
        computing.readout(point(1, 5), rng.normal(size=(1, 5))),
        computing.hidden(point(4, 3), np.array([2, 0, 1])),
        computing.hidden(point(1, 4), np.array([3, 1, 0, 2])),
        computing.activation(),
        *(computing.gradients(point(*size).near_zero()) for size in ((4, 3), (1, 2))),
        *(computing.last_layer(point(*size)) for size in ((5, 3), (1, 4), (3, 1))),
        training.fit_step(point(16, 3), labels(16), 0.7),
        training.fit_step(point(4, 2), labels(4), 0.05),
        training.fit_goes_on(point(5, 3), labels(5)),
        descent.every_step(replace(point(4, 3), x=CORNERS), XOR),
        descent.large_inputs(point(6, 3), labels(6)),
        descent.confident(point(4, 3)),
        # The loss and the gradients are below 1e-8. Only such a large learning rate shows whether a step is taken.
        descent.confident(point(4, 3), 20.0, 1e4, "no loss"),
        descent.at_rest(point(4, 3)),
        training.random_start(int(rng.integers(2**31))),
        network_properties.saturated(point(4, 3)),
        network_properties.upstream(point(4, 3)),
        network_properties.repeatable(point(4, 3)),
        network_properties.latest(point(4, 3), point(4, 3)),
        network_properties.changed_in_place(point(4, 3)),
        network_properties.kept(point(4, 3), point(4, 3)),
        network_properties.inputs(point(4, 3), labels(4)),
        network_properties.instances(point(4, 3), point(3, 5)),
        # The last one, because it is the most expensive: by then a diagnosis has ruled out most mistakes.
        training.learns(),
    ]


SPEC = ScenarioSpec(
    title="A network for XOR",
    summary="A network with one hidden layer, trained on a problem that no straight line can solve.",
    version=5,
    scenarios=scenarios,
    points=Points(forward=20, backward=40, gradcheck=0, properties=40),
    weights={"properties.learns": 10},
    classes={
        "XORNet": ("hidden", "rng"),
        "XORNet.forward": ("x",),
        "XORNet.backward": ("grad_output",),
        "XORNet.fit": ("x", "y", "lr", "steps"),
    },
)
