"""The specification of ``batch_norm``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exercises.modes import ModePair, Setup, property_scenarios, slopes
from exercises.scenario import Array, Scenario, ScenarioSpec
from exercises.spec import Points
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it

LARGE_EPS, HUGE_EPS, QUICK = {"eps": 0.1}, {"eps": 0.5, "momentum": 0.5}, {"eps": 0.02, "momentum": 0.3}


@dataclass
class BatchNorm:
    """The reference: normalizes with the batch statistics in training, with the running ones in evaluation."""

    parameters: Mapping[str, Array]
    eps: float = 1e-5
    momentum: float = 0.1
    training: bool = True
    running_mean: Array = field(init=False)
    running_var: Array = field(init=False)

    def __post_init__(self) -> None:
        columns = len(self.parameters["weight"])
        self.running_mean, self.running_var = np.zeros(columns), np.ones(columns)

    def apply(self, x: Tensor, *parameters: Tensor) -> Tensor:
        """Map (N, D) to (N, D); in training, also update the running statistics."""
        weight, bias = parameters
        running = self.running_mean, self.running_var
        return F.batch_norm(x, *running, weight, bias, self.training, self.momentum, self.eps)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Random parameters for D columns, and hyperparameters in the order of the constructor."""

    parameters: Mapping[str, Array]
    hyper: Mapping[str, Any]

    @classmethod
    def draw(cls, rng: np.random.Generator, columns: int, hyper: Mapping[str, float]) -> Drawn:
        """Draw weights of both signs, none of them near zero, where mistakes would not show."""
        weight = rng.uniform(0.5, 2.0, size=columns) * np.where(np.arange(columns) % 2, -1.0, 1.0)
        return cls({"weight": weight, "bias": rng.normal(size=columns)}, hyper)

    def build(self, scenario: Scenario, handle: str) -> ModePair:
        """Build the submission's layer and the reference's."""
        self.moved(scenario, handle, "x", np.empty(0))
        return ModePair(scenario, handle, BatchNorm(self.parameters, **self.hyper))

    def moved(self, scenario: Scenario, handle: str, name: str, value: Array) -> None:
        """Build the submission's layer with another value of a parameter."""
        found = {own: value if own == name else kept for own, kept in self.parameters.items()}
        scenario.construct(handle, "BatchNorm1d", *found.values(), *self.hyper.values())


def scenarios(rng: np.random.Generator) -> Sequence[Scenario]:
    def batch(*shape: int) -> Array:
        """Draw columns with different means and standard deviations."""
        return rng.normal(size=shape) * rng.uniform(0.5, 3.0, size=shape[1]) + 2.0 * rng.normal(size=shape[1])

    def setup(rows: int, columns: int, hyper: Mapping[str, float]) -> tuple[Setup, Drawn]:
        drawn = Drawn.draw(rng, columns, hyper)
        batches = [batch(rows, columns), rng.normal(size=(rows, columns))]
        batches += [batch(rows + 2, columns), rng.normal(size=(rows + 2, columns))]
        shown = "".join(f", {name} = {value:g}" for name, value in hyper.items())
        return Setup(f"{rows} rows, {columns} columns{shown}", drawn.build, *batches), drawn

    shapes: list[tuple[int, int, Mapping[str, float]]] = [
        (5, 3, {}),
        (4, 4, LARGE_EPS),
        (2, 3, HUGE_EPS),
        (7, 2, QUICK),
    ]
    plain = [setup(*shape)[0] for shape in shapes]
    small, drawn = setup(3, 2, LARGE_EPS)
    return [
        *(_training(one) for one in plain),
        *(_running(one, batch) for one in plain),
        *(_evaluation(one, batch) for one in plain),
        *(_backward(one, rng) for one in plain),
        slopes(small, drawn.moved, training=True),
        slopes(small, drawn.moved, training=False),
        *property_scenarios(plain[3], plain[0]),
        *_extremes(rng),
    ]


def _training(one: Setup) -> Scenario:
    scenario = Scenario(f"{one.name}, training", "forward", "training")
    pair = one.build(scenario, "layer")
    pair.forward(one.x)
    pair.forward(one.next_x)
    return scenario


def _running(one: Setup, batch: Any) -> Scenario:
    """Check the running statistics after each of three batches of different sizes."""
    scenario = Scenario(f"{one.name}, three batches", "forward", "running")
    pair = one.build(scenario, "layer")
    for x in (one.x, one.next_x, batch(3, one.x.shape[1])):
        pair.forward(x, expect=False)
        pair.reads("running_mean")
        pair.reads("running_var")
    return scenario


def _evaluation(one: Setup, batch: Any) -> Scenario:
    """Evaluate before any training and after two batches, also a single row; the statistics must not change."""
    scenario = Scenario(f"{one.name}, evaluation", "forward", "evaluation")
    fresh = one.build(scenario, "fresh")
    fresh.eval()
    fresh.forward(one.x)
    pair = one.build(scenario, "layer")
    pair.forward(one.x, expect=False)
    pair.forward(one.next_x, expect=False)
    pair.eval()
    for x in (one.x, batch(1, one.x.shape[1]), batch(4, one.x.shape[1])):
        pair.forward(x)
    pair.reads("running_mean", check="running")
    pair.reads("running_var", check="running")
    return scenario


def _backward(one: Setup, rng: np.random.Generator) -> Scenario:
    """Check each gradient in training, and the gradients in evaluation: of a trained layer, and for a single row."""
    scenario = Scenario(one.name, "backward", "evaluation")
    pair = one.build(scenario, "layer")
    pair.forward(one.x, expect=False)
    pair.backward(one.upstream, apart=True)
    trained = one.build(scenario, "trained")
    trained.forward(one.x, expect=False)
    trained.eval()
    trained.forward(one.next_x, expect=False)
    trained.backward(one.next_upstream)
    single = one.build(scenario, "single")
    single.eval()
    single.forward(one.x[:1], expect=False)
    single.backward(rng.normal(size=one.x[:1].shape))
    return scenario


def _extremes(rng: np.random.Generator) -> Iterator[Scenario]:
    """Use columns of large numbers, of tiny ones and of zeros (like a dead unit), and one with a weight of 0."""
    x = rng.normal(size=(6, 5)) * [1000.0, 1.0, 1e-4, 0.0, 1.0] + [0.0, 1e5, 0.0, 0.0, 0.0]
    drawn = Drawn.draw(rng, 5, {})
    # With a weight of 0 the output says nothing about x: code that divides by the weight to recover it gets nan.
    drawn.parameters["weight"][4] = 0.0
    scenario = Scenario("large numbers, tiny numbers, a column of zeros, a weight of 0", "properties", "extremes")
    pair = drawn.build(scenario, "layer")
    for _ in range(2):
        pair.forward(x)
        pair.backward(rng.normal(size=x.shape))
        pair.eval()
    yield scenario


SPEC = ScenarioSpec(
    title="Batch normalization",
    summary="Normalize every column with batch statistics in training mode and running statistics in evaluation mode.",
    version=3,
    classes={
        "BatchNorm1d": ("weight", "bias", "eps", "momentum"),
        "BatchNorm1d.forward": ("x",),
        "BatchNorm1d.backward": ("grad_output",),
        "BatchNorm1d.train": (),
        "BatchNorm1d.eval": (),
    },
    scenarios=scenarios,
    points=Points(forward=40, backward=40, gradcheck=10, properties=10),
)
