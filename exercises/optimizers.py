"""Exercises with an optimizer: a class that takes steps, and how it is called.

Its steps are compared with the reference's, from the same parameters and with the same gradients. Every step starts
from the reference's parameters, so whole trajectories fit into one frame and a mistake shows in the step where it
occurs. The further steps of a long trajectory are compared only at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Protocol, runtime_checkable

import numpy as np

from exercises.expectations import Array
from exercises.points import Tolerance
from exercises.properties import property_of
from exercises.scenario import Ref, Scenario, SpecBase
from exercises.surfaces import Surface
from exercises.trajectory import Trajectory
from reference import optim

EXTREMES = "extremes"
INTERLEAVED_STEPS = 3
ATTEMPTS, SHIFT, STEEP = 1000, 0.0037, 0.02
# On a steep path, an eps of 1e-8 or less in any place changes a step by less than this.
WITHOUT_EPS = Tolerance(rtol=1e-6, atol=1e-6)


class Stepping(Protocol):
    """An optimizer of the reference."""

    def step(self, params: Sequence[Array], grads: Sequence[Array]) -> list[Array]:
        """Return the parameters after one step."""
        ...


@runtime_checkable
class LooksAhead(Stepping, Protocol):
    """An optimizer whose gradients are computed at look-ahead points instead of the parameters."""

    def lookahead(self, params: Sequence[Array]) -> list[Array]:
        """Return the points at which the gradients of the next step are computed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimizerSpec(SpecBase):
    """A class with hyperparameters in the constructor and ``step(params, grads) -> new_params``.

    Attributes:
        class_name: the name of the class.
        arguments: the names of the constructor's arguments, in order.
        reference: builds an update rule of the reference, or an optimizer, from hyperparameters given as keywords.
        looks_ahead: whether the class also has ``lookahead(params)``, which returns the points for the gradients.
        trajectories: builds the trajectories from a generator.
    """

    kind: ClassVar[str] = "optimizer"
    stage_names: ClassVar[Mapping[str, str]] = {"forward": "step"}

    class_name: str
    arguments: tuple[str, ...]
    reference: Callable[..., Stepping | optim.Rule]
    trajectories: Callable[[np.random.Generator], Sequence[Trajectory]]
    looks_ahead: bool = False

    @property
    def classes(self) -> Mapping[str, tuple[str, ...]]:
        """The class and its methods."""
        ahead = {f"{self.class_name}.lookahead": ("params",)} if self.looks_ahead else {}
        return {self.class_name: self.arguments, **ahead, f"{self.class_name}.step": ("params", "grads")}

    def scenarios(self, rng: np.random.Generator) -> Iterator[Scenario]:
        """Yield all scenarios: steps belong to the forward stage, and there is no backward stage."""
        paths = [Path(self, trajectory).settled() for trajectory in self.trajectories(rng)]
        plain = [path for path in paths if path.trajectory.group != EXTREMES]
        yield from (path.as_scenario("forward", path.trajectory.group) for path in plain)
        several = max(plain, key=lambda path: len(path.trajectory.start))
        yield _inputs(several)
        if self.looks_ahead:
            yield _looks_twice(several)
        yield _instances(several, next(path for path in reversed(plain) if not path.trajectory.further))
        yield from (path.as_scenario("properties", EXTREMES) for path in paths if path.trajectory.group == EXTREMES)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the parameters and gradients that are passed in, and the expected new parameters.

    `points` are the points at which the gradients are computed; None if these are the parameters themselves.
    """

    params: list[Array]
    points: list[Array] | None
    grads: list[Array]
    expected: list[Array]


@dataclass(frozen=True)
class Path:
    """A trajectory with the steps of the reference.

    Attributes:
        spec: the spec of the exercise.
        trajectory: the trajectory.
    """

    spec: OptimizerSpec
    trajectory: Trajectory

    @property
    def steps(self) -> list[Step]:
        """The steps of the reference, without the further ones."""
        return self._walk[0]

    @cached_property
    def _walk(self) -> tuple[list[Step], list[list[Array]]]:
        """The steps of the reference, and the parameters before the further ones and after each of them."""
        built = self.spec.reference(**self.trajectory.hyper)
        optimizer = optim.start(built) if isinstance(built, optim.Rule) else built
        ahead = optimizer.lookahead if isinstance(optimizer, LooksAhead) else None
        params, found = list(self.trajectory.start), []
        for number in range(1, self.trajectory.steps + 1):
            points = ahead(params) if ahead is not None else None
            grads = self.trajectory.gradients(points or params, number)
            expected = [np.asarray(param) for param in optimizer.step(params, grads)]
            found.append(Step(params, points, grads, expected))
            params = expected
        further = [params]
        for _ in range(self.trajectory.further):
            further.append(optimizer.step(further[-1], found[-1].grads))
        return found, further

    @property
    def tolerance(self) -> Tolerance | None:
        """The tolerance; that of the exercise if None."""
        return WITHOUT_EPS if self.trajectory.is_steep else self.trajectory.tolerance

    def settled(self) -> Path:
        """Return this path, or, if it must be steep, the first steep one from a start farther from zero."""
        if not self.trajectory.is_steep:
            return self
        for attempt in range(ATTEMPTS):
            start = tuple(param + attempt * SHIFT * np.sign(param) for param in self.trajectory.start)
            path = Path(self.spec, replace(self.trajectory, start=start))
            if all(
                np.min(np.abs(grad[grad != 0.0]), initial=STEEP) >= STEEP for step in path.steps for grad in step.grads
            ):
                return path
        raise ValueError(f"no steep path near {self.trajectory.name}")

    @cached_property
    def routes(self) -> list[Array | None]:
        """The trajectory of the first two numbers of each parameter; None for a parameter of one number."""
        by_parameter = zip(self.trajectory.start, *(step.expected for step in self.steps), strict=True)
        found = [np.stack([at.ravel()[:2] for at in points]) if points[0].size > 1 else None for points in by_parameter]
        return [None if route is None or np.isnan(route).any() else route for route in found]

    def _height(self, place: int) -> Callable[[Array], float] | None:
        """Return the height as a function of these two numbers, if the surface defines it."""
        surface, size = self.trajectory.gradient, self.trajectory.start[place].size
        return (lambda point: surface.height(point, size)) if isinstance(surface, Surface) else None

    def construct(self, scenario: Scenario, handle: str = "optimizer") -> None:
        """Add the construction of the optimizer."""
        hyper, name = self.trajectory.hyper, self.spec.class_name
        asked = f"{name}({', '.join(f'{key}={value}' for key, value in hyper.items())})"
        scenario.construct(handle, name, *hyper.values(), asked=asked)

    def step(
        self, scenario: Scenario, handle: str, number: int, *, unchanged: bool = False, strict: bool = False
    ) -> None:
        """Add a step, after a lookahead if there is one; expect its values, or only `unchanged` arguments."""
        self.look(scenario, handle, number, unchanged=unchanged, strict=strict)
        step = self.steps[number]
        op = scenario.call(handle, "step", step.params, step.grads, echo=unchanged, strict=strict)
        if unchanged:
            scenario.unchanged(op, "params", "grads")
            return
        for place, expected in enumerate(step.expected):
            scenario.expect(
                op,
                expected,
                f"parameter {place} after step {number + 1}",
                path=((place, len(step.expected)),),
                tolerance=self.tolerance,
                case=self.trajectory.name,
                upstream=step.grads[place],
                batch=(),
                origin=step.params[place],
                route=self.routes[place],
                surface=self._height(place),
            )

    def look(
        self, scenario: Scenario, handle: str, number: int, *, unchanged: bool = False, strict: bool = False
    ) -> None:
        """Add the lookahead before a step, if the optimizer has one."""
        step = self.steps[number]
        if step.points is None:
            return
        op = scenario.call(handle, "lookahead", step.params, echo=unchanged, strict=strict)
        if unchanged:
            scenario.unchanged(op, "params")
        for place, expected in enumerate(step.points):
            what = f"lookahead point {place} before step {number + 1}"
            path = ((place, len(step.points)),)
            scenario.expect(op, expected, what, path=path, case=self.trajectory.name, origin=step.params[place])

    def add_steps(self, scenario: Scenario, handle: str = "optimizer", *, strict: bool = False) -> None:
        """Add the construction and every step."""
        self.construct(scenario, handle)
        for number in range(len(self.steps)):
            self.step(scenario, handle, number, strict=strict)

    def add_further_steps(self, scenario: Scenario, handle: str = "optimizer") -> None:
        """Add the further steps, and expect the parameters after the last one.

        Between two steps with a lookahead, both calls need the same parameters, so these come from the reference.
        """
        grads, (*walk, end) = self.steps[-1].grads, self._walk[1]
        params: Sequence[Array] | Ref = walk[-1]
        if self.spec.looks_ahead:
            for before in walk[:-1]:
                scenario.call(handle, "lookahead", before, keep="points")
                scenario.call(handle, "step", before, grads, keep="params")
            scenario.call(handle, "lookahead", params, keep="points")
        else:
            params = Ref("params")
            scenario.call(handle, "step", walk[0], grads, keep="params")
            scenario.call(handle, "step", params, grads, keep="params", repeat=len(walk) - 2)
        op = scenario.call(handle, "step", params, grads)
        for place, expected in enumerate(end):
            what = f"parameter {place} after step {len(self.steps) + len(walk)}"
            scenario.expect(op, expected, what, path=((place, len(end)),), tolerance=self.tolerance, batch=())

    def as_scenario(self, stage: str, check: str) -> Scenario:
        """Return the whole trajectory as a scenario of its own."""
        scenario = Scenario(self.trajectory.name, stage, check)
        self.add_steps(scenario)
        if self.trajectory.further:
            self.add_further_steps(scenario)
        return scenario


def _inputs(path: Path) -> Scenario:
    scenario = property_of(path.trajectory.name, "inputs")
    path.construct(scenario)
    for number in range(len(path.steps)):
        path.step(scenario, "optimizer", number, unchanged=True)
    path.add_steps(scenario, "strict", strict=True)
    return scenario


def _looks_twice(path: Path) -> Scenario:
    """Call lookahead twice before each step: the extra call must change nothing."""
    scenario = property_of(path.trajectory.name, "lookahead")
    path.construct(scenario)
    for number in range(len(path.steps)):
        path.look(scenario, "optimizer", number)
        path.step(scenario, "optimizer", number)
    return scenario


def _instances(one: Path, other: Path) -> Scenario:
    """Use two optimizers in turns."""
    scenario = property_of(one.trajectory.name, "instances")
    pairs = ((one, "one"), (other, "other"))
    for path, handle in pairs:
        path.construct(scenario, handle)
    for number in range(min(INTERLEAVED_STEPS, len(one.steps), len(other.steps))):
        for path, handle in pairs:
            path.step(scenario, handle, number)
    return scenario
