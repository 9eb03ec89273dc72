"""The specification of ``dropout``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from exercises.modes import ModePair, Setup, property_scenarios, slopes
from exercises.scenario import Array, Ref, Scenario, ScenarioSpec
from exercises.spec import Points
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it


@dataclass
class Dropout:
    """The reference: a new mask in every forward in training, the identity in evaluation."""

    p: float
    rng: np.random.Generator
    training: bool = True
    parameters: Mapping[str, Array] = field(default_factory=dict)

    def apply(self, x: Tensor, *_: Tensor) -> Tensor:
        """Map any shape to the same shape; in evaluation, draw nothing."""
        mask = self.rng.random(x.shape) >= self.p if self.training else None
        return F.dropout(x, self.p, self.training, mask=mask)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A probability and the seed of the generator."""

    p: float
    seed: int

    @classmethod
    def draw(cls, rng: np.random.Generator, p: float, first: int, second: int) -> Drawn:
        """Draw a seed whose masks for batches of `first` and then `second` elements both drop some and keep some.

        The share of kept elements is never exactly 1 - p, so that scaling by that share shows.
        """
        while True:
            seed = int(rng.integers(2**31))
            drawn = np.random.default_rng(seed).random(first + second) >= p
            masks = drawn[:first], drawn[first:]
            if all(0 < mask.sum() < mask.size and abs(mask.mean() - (1 - p)) > 1e-9 for mask in masks if mask.size):
                return cls(p, seed)

    def build(self, scenario: Scenario, handle: str) -> ModePair:
        """Build the submission's layer and the reference's, each with its own generator."""
        self.moved(scenario, handle, "x", np.empty(0))
        return ModePair(scenario, handle, Dropout(self.p, np.random.default_rng(self.seed)))

    def moved(self, scenario: Scenario, handle: str, _: str, __: Array) -> None:
        """Build the submission's layer; it has no parameters to replace."""
        rng = f"rng of {handle}"
        scenario.call(None, "make_rng", self.seed, keep=rng, provided=True)
        scenario.construct(handle, "Dropout", self.p, Ref(rng))


def scenarios(rng: np.random.Generator) -> Sequence[Scenario]:
    def setup(p: float, *shape: int) -> tuple[Setup, Drawn]:
        longer = (shape[0] + 1, *shape[1:])
        drawn = Drawn.draw(rng, p, int(np.prod(shape)), int(np.prod(longer)))
        batches = [batch(rng, *shape), rng.normal(size=shape), batch(rng, *longer), rng.normal(size=longer)]
        return Setup(f"shape {shape}, p = {p:g}", drawn.build, *batches), drawn

    plain = [setup(0.3, 9)[0], setup(0.5, 4, 5)[0], setup(0.8, 2, 3, 4)[0], setup(0.25, 6, 3)[0]]
    small, drawn = setup(0.4, 2, 4)
    return [
        *(_training(one) for one in plain),
        _tie(rng),
        *(_evaluation(one) for one in plain),
        *(_backward(one, training) for training in (True, False) for one in plain),
        slopes(small, drawn.moved, training=True),
        slopes(small, drawn.moved, training=False),
        *property_scenarios(plain[1], plain[3]),
        _extremes(rng, 0.0),
        _extremes(rng, 0.95),
    ]


def batch(rng: np.random.Generator, *shape: int) -> Array:
    """Return normal numbers, a quarter of them exactly 0, as after a ReLU: a 0 then does not mean dropped."""
    numbers = rng.normal(size=shape)
    numbers.flat[rng.permutation(numbers.size)[: numbers.size // 4]] = 0.0
    return numbers


def _training(one: Setup) -> Scenario:
    """Run forward three times, each time with a new mask."""
    scenario = Scenario(f"{one.name}, training", "forward", "training")
    pair = one.build(scenario, "layer")
    pair.forward(one.x)
    pair.forward(one.x)
    pair.forward(one.next_x)
    return scenario


def _tie(rng: np.random.Generator) -> Scenario:
    """Set p to one of the numbers to be drawn: that element must be kept."""
    seed = int(rng.integers(2**31))
    p = float(np.median(np.random.default_rng(seed).random((3, 3))))
    scenario = Scenario("a random number equal to p", "forward", "training")
    Drawn(p, seed).build(scenario, "layer").forward(rng.normal(size=(3, 3)))
    return scenario


def _evaluation(one: Setup) -> Scenario:
    """Expect the identity, which draws nothing: the next forward in training uses the generator's next numbers."""
    scenario = Scenario(f"{one.name}, evaluation", "forward", "evaluation")
    pair = one.build(scenario, "layer")
    pair.eval()
    pair.forward(one.x)
    pair.forward(one.next_x)
    # What evaluation draws would show in the next mask, so that output belongs to the check of training.
    pair.train()
    pair.forward(one.x, check="training")
    return scenario


def _backward(one: Setup, training: bool) -> Scenario:
    detail, check = ("training", "grad_x") if training else ("evaluation", "evaluation")
    scenario = Scenario(f"{one.name}, {detail}", "backward", check)
    pair = one.build(scenario, "layer")
    pair.forward(one.x, expect=False)
    if not training:
        pair.eval()
        pair.forward(one.x, expect=False)
    pair.backward(one.upstream)
    return scenario


def _extremes(rng: np.random.Generator, p: float) -> Scenario:
    """Drop nothing, or nearly everything, with numbers around 1000."""
    x = 1000.0 * rng.normal(size=(5, 8))
    scenario = Scenario(f"numbers around 1000, p = {p:g}", "properties", "extremes")
    drawn = Drawn.draw(rng, p, x.size, 0) if p else Drawn(p, int(rng.integers(2**31)))
    pair = drawn.build(scenario, "layer")
    pair.forward(x)
    pair.backward(rng.normal(size=x.shape))
    return scenario


SPEC = ScenarioSpec(
    title="Dropout",
    summary="In training mode, drop random elements and scale up the others. In evaluation mode, do nothing.",
    version=3,
    classes={
        "Dropout": ("p", "rng"),
        "Dropout.forward": ("x",),
        "Dropout.backward": ("grad_output",),
        "Dropout.train": (),
        "Dropout.eval": (),
    },
    scenarios=scenarios,
    points=Points(forward=40, backward=40, gradcheck=10, properties=10),
)
