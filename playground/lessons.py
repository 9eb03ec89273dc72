"""Six short lessons: each is a few states of the playground, with what to see there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.address import to_query
from playground.datasets import to_row
from playground.parsing import to_json
from playground.settings import (
    OWN,
    DataSettings,
    LayerSettings,
    LossSettings,
    NetworkSettings,
    OptimizerSettings,
    RunSettings,
    Settings,
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One state of the playground.

    Attributes:
        title: what it shows, in a few words.
        text: what to do and what to see.
        settings: the state.
        steps: the number of steps after which it shows.
    """

    title: str
    text: str
    settings: Settings
    steps: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson.

    Attributes:
        id: its permanent name.
        title: its title.
        text: what it is about.
        stages: its states in order.
    """

    id: str
    title: str
    text: str
    stages: tuple[Stage, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON, with the address of each state."""
        stages = [
            {
                "title": one.title,
                "text": one.text,
                "settings": to_json(one.settings),
                "query": to_query(one.settings),
                "steps": one.steps,
            }
            for one in self.stages
        ]
        return {"id": self.id, "title": self.title, "text": self.text, "stages": stages}


_NO_LAYERS = NetworkSettings(layers=())
_XOR = DataSettings(kind="xor", noise=0.0)
_ALL = RunSettings(batch_size=0)
_SQUARED = LossSettings("squared_error")


def _hidden(activation: str, *units: int, initialization: str = "xavier") -> NetworkSettings:
    layers = tuple(LayerSettings(one, activation) for one in units)
    return NetworkSettings(layers=layers, initialization=initialization)


def _linear(data: DataSettings, optimizer: OptimizerSettings) -> Settings:
    """Return a linear model with squared error, trained on all points at once."""
    return Settings(data, network=_NO_LAYERS, loss=_SQUARED, optimizer=optimizer, run=_ALL)


def _narrow() -> DataSettings:
    """Return points on a plane whose x₁ spreads far more than their x₂."""
    rows = []
    for i in range(60):
        x1, x2 = 7.0 * (i * 0.6180339887 % 1.0) - 3.5, 0.4 * (i * 0.7548776662 % 1.0) - 0.2
        rows.append(to_row(x1, x2, 0.1 * x1 + 3.0 * x2, "regression"))
    return DataSettings(kind=OWN, task="regression", rows=tuple(rows))


_DEEP_RELU = _hidden("relu", 8, 8, initialization="he")
_FEW = DataSettings(kind="moons", points=60, noise=0.9)
_LARGE = _hidden("tanh", 8, 8)
_ADAM = OptimizerSettings(kind="adam", lr=0.02)
LESSONS = (
    Lesson(
        "xor",
        "One neuron and XOR",
        "The classes of XOR lie in opposite corners. A single neuron divides the plane with one straight line.",
        (
            Stage(
                "A straight line is not enough",
                "There is no hidden layer, and the inputs are x₁ and x₂. Wherever the line goes, the loss stays near "
                "0.69, which is the loss of guessing.",
                Settings(_XOR, network=_NO_LAYERS),
                300,
            ),
            Stage(
                "The product of the inputs is enough",
                "The same neuron now also gets x₁·x₂, which is negative for one class and positive for the other. "
                "After a few steps, it separates all points.",
                Settings(_XOR, ("x1", "x2", "x1x2"), _NO_LAYERS),
                300,
            ),
            Stage(
                "A hidden layer finds such a feature by itself",
                "The inputs are x₁ and x₂ again, with a hidden layer of four units in between. Look at the surface of "
                "each unit. Together, the units do the work of the product.",
                Settings(_XOR, network=_hidden("tanh", 4)),
                1000,
            ),
        ),
    ),
    Lesson(
        "saturation",
        "Sigmoids in a deep network",
        "The slope of a sigmoid is at most 0.25, and it is almost 0 far from the middle. On its way back, a gradient "
        "is multiplied by such a slope in every layer.",
        (
            Stage(
                "The first layers hardly learn",
                "All five hidden layers use the sigmoid. Compare the gradients: those of the first layer are hundreds "
                "of times smaller than those of the last. The loss stays near 0.69.",
                Settings(network=_hidden("sigmoid", *(6,) * 5), run=_ALL),
                50,
            ),
            Stage(
                "Saturated units do not learn at all",
                "Here, a very high learning rate has pushed every unit of the second layer to the flat part of the "
                "sigmoid. No gradient passes through, and the loss stays high.",
                Settings(network=_hidden("sigmoid", 4, 4), optimizer=OptimizerSettings(lr=50.0), run=_ALL),
                300,
            ),
            Stage(
                "Tanh passes the gradient on",
                "This is the first network again, with tanh instead of the sigmoid. The slope of tanh at 0 is 1, so "
                "the gradients of all layers have about the same size, and the network learns.",
                Settings(network=_hidden("tanh", *(6,) * 5), run=_ALL),
                300,
            ),
        ),
    ),
    Lesson(
        "dying_relu",
        "ReLUs that die",
        "If a ReLU is 0 for every training point, its gradient is 0, and it never changes again.",
        (
            Stage(
                "Large steps kill most units",
                "The learning rate is far too high. A few steps push most units so far that they are 0 for every "
                "point. Their surfaces are flat, and the loss stops falling.",
                Settings(network=_DEEP_RELU, optimizer=OptimizerSettings(lr=6.0), run=_ALL),
                100,
            ),
            Stage(
                "A lower learning rate keeps them alive",
                "With a lower learning rate, the same network learns, and most of its units stay alive.",
                Settings(network=_DEEP_RELU, optimizer=OptimizerSettings(lr=0.1), run=_ALL),
                300,
            ),
        ),
    ),
    Lesson(
        "learning_rate",
        "A learning rate that is too high",
        "For a linear model with squared error, each step multiplies the distance to the minimum by a fixed factor in "
        "each direction. If the learning rate is too high, the factor is larger than 1.",
        (
            Stage(
                "Too high: the loss explodes",
                "With a learning rate of 0.3, each step overshoots the minimum so far that the loss grows. It keeps "
                "growing until the numbers are too large to represent.",
                _linear(DataSettings(kind="plane"), OptimizerSettings(lr=0.3)),
                60,
            ),
            Stage(
                "Low enough: the loss falls",
                "With a learning rate of 0.1, the same model reaches the minimum within a few dozen steps.",
                _linear(DataSettings(kind="plane"), OptimizerSettings(lr=0.1)),
                60,
            ),
        ),
    ),
    Lesson(
        "momentum",
        "Momentum in a valley",
        "Here x₁ spreads more than ten times as far as x₂. The loss is therefore a narrow valley: steep along the "
        "weight of x₁ and flat along the weight of x₂. The steep direction limits the learning rate.",
        (
            Stage(
                "Plain gradient descent creeps",
                "A learning rate of 0.25 is close to the limit. The weight of x₂ still moves slowly, and the loss is "
                "still falling after 100 steps.",
                _linear(_narrow(), OptimizerSettings(lr=0.25)),
                100,
            ),
            Stage(
                "Momentum gathers speed",
                "With the same learning rate and a momentum of 0.9, the steps along the valley add up. After as many "
                "steps, the loss is more than ten times smaller.",
                _linear(_narrow(), OptimizerSettings(kind="momentum", lr=0.25)),
                100,
            ),
        ),
    ),
    Lesson(
        "overfitting",
        "Learning the noise",
        "There are few points, and their classes overlap. A network with many weights can memorize all of them.",
        (
            Stage(
                "The training loss falls, and the test loss rises",
                "Watch both curves. The training loss falls toward 0, while the test loss turns and rises. The surface "
                "bends around single points.",
                Settings(_FEW, network=_LARGE, optimizer=_ADAM, run=_ALL),
                1000,
            ),
            Stage(
                "A penalty keeps the surface smooth",
                "An L2 penalty keeps the weights small. The training loss is higher, but the test loss is lower.",
                Settings(_FEW, network=_LARGE, loss=LossSettings(l2=0.03), optimizer=_ADAM, run=_ALL),
                1000,
            ),
        ),
    ),
)
