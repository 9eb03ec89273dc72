"""The stages of an optimizer: its steps against the reference's, from the same parameters with the same gradients.

Each step starts from the parameters of the reference, so one frame holds whole trajectories and a mistake shows in the
step in which it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np

from exercises.spec import Array, LooksAhead, OptimizerSpec, Trajectory
from exercises.surfaces import Surface
from grader.compare import Expected
from grader.plans.plan import StagePlan, split
from grader.questions import IsExpected, IsUnchanged, Question
from grader.report import Stage
from grader.sandbox.types import Call, Construct
from grader.script import Pick, Script
from grader.setting import Setting
from grader.subject import PLAIN, Manner

EXTREMES = "extremes"
INTERLEAVED_STEPS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One step: parameters and gradients that go in, parameters that should come out.

    `points` are where the gradients are taken; None for an optimizer that takes them at the parameters themselves.
    """

    params: list[Array]
    points: list[Array] | None
    grads: list[Array]
    expected: list[Array]


@dataclass(frozen=True)
class Path:
    """A trajectory walked by the reference.

    Attributes:
        spec: of the exercise.
        trajectory: what was asked.
    """

    spec: OptimizerSpec
    trajectory: Trajectory

    @cached_property
    def steps(self) -> list[Step]:
        """Every step of the reference."""
        optimizer = self.spec.reference(**self.trajectory.hyper)
        params, found = list(self.trajectory.start), []
        for _ in range(self.trajectory.steps):
            points = optimizer.lookahead(params) if isinstance(optimizer, LooksAhead) else None
            grads = self.trajectory.gradient(points or params)
            expected = [np.asarray(param) for param in optimizer.step(params, grads)]
            found.append(Step(params, points, grads, expected))
            params = expected
        return found

    def _route(self, place: int) -> Array | None:
        """The way of the first two numbers of one parameter."""
        starts = self.trajectory.start[place]
        if starts.size < 2:
            return None
        return np.stack([starts.ravel()[:2], *(step.expected[place].ravel()[:2] for step in self.steps)])

    def _height(self, place: int) -> Callable[[Array], float] | None:
        """The surface over these two numbers, if it tells its height."""
        surface, size = self.trajectory.gradient, self.trajectory.start[place].size
        return (lambda point: surface.height(point, size)) if isinstance(surface, Surface) else None

    def construct(self, script: Script, handle: str) -> int:
        """Plan the construction of the optimizer."""
        hyper = self.trajectory.hyper
        asked = f"{self.spec.class_name}({', '.join(f'{name}={value}' for name, value in hyper.items())})"
        return script.ask(Construct(handle, self.spec.class_name, tuple(hyper.values())), asked)

    def step(self, script: Script, handle: str, number: int, manner: Manner = PLAIN) -> int:
        """Plan one step."""
        step = self.steps[number]
        flags = (manner.echo_args, manner.readonly, manner.noncontiguous)
        return script.ask(Call(handle, "step", (step.params, step.grads), {}, *flags), "step(params, grads)")

    def look(
        self, script: Script, handle: str, built: int, number: int, rule: str = "", manner: Manner = PLAIN
    ) -> Iterator[Question]:
        """Plan the look ahead before a step, if the optimizer has one, and ask whether it gave the right points."""
        step = self.steps[number]
        if step.points is None:
            return
        flags = (manner.echo_args, manner.readonly, manner.noncontiguous)
        op = script.ask(Call(handle, "lookahead", (step.params,), {}, *flags), "lookahead(params)")
        if manner.echo_args:
            yield IsUnchanged((built, op), {"params": step.params}, self.trajectory.name)
        for place, expected in enumerate(step.points):
            label = f"point {place} of the look-ahead before step {number + 1}"
            pick = Pick(op, label, path=((place, len(step.points)),))
            setting = Setting(self.trajectory.name, origin=step.params[place])
            yield IsExpected((built, op), pick, Expected(label, expected, self.spec.tolerance), setting, rule)

    def questions(self, op: int, built: int, number: int, rule: str = "") -> Iterator[IsExpected]:
        """Ask whether one step gave the right parameters."""
        step = self.steps[number]
        for place, expected in enumerate(step.expected):
            label = f"parameter {place} after step {number + 1}"
            setting = Setting(
                self.trajectory.name,
                upstream=step.grads[place],
                origin=step.params[place],
                route=self._route(place),
                surface=self._height(place),
            )
            pick = Pick(op, label, path=((place, len(step.expected)),))
            yield IsExpected((built, op), pick, Expected(label, expected, self.spec.tolerance), setting, rule)

    def walk(self, script: Script, handle: str, rule: str = "", manner: Manner = PLAIN) -> Iterator[Question]:
        """Plan the whole trajectory and ask about every step."""
        built = self.construct(script, handle)
        for number in range(len(self.steps)):
            yield from self.look(script, handle, built, number, rule, manner)
            yield from self.questions(self.step(script, handle, number, manner), built, number, rule)


def optimizer_stages(spec: OptimizerSpec, seed: int) -> tuple[StagePlan, ...]:
    """Return the stages after loading: steps count as forward, and there is no backward."""
    rng = np.random.default_rng([seed, 1])
    paths = [Path(spec, trajectory) for trajectory in spec.trajectories(rng)]
    plain = [path for path in paths if path.trajectory.group != EXTREMES]
    edges = [path for path in paths if path.trajectory.group == EXTREMES]
    return (_steps(spec, plain), _properties(spec, plain, edges))


def _steps(spec: OptimizerSpec, paths: list[Path]) -> StagePlan:
    script = Script()
    checks: list[tuple[str, list[Question]]] = []
    for group, members in groupby(paths, key=lambda path: path.trajectory.group):
        checks.append((f"forward.{group}", [asked for path in members for asked in path.walk(script, "optimizer")]))
    return StagePlan(Stage.FORWARD, script, split(spec.points.forward, checks))


def _properties(spec: OptimizerSpec, paths: list[Path], edges: list[Path]) -> StagePlan:
    script = Script()
    several = max(paths, key=lambda path: len(path.trajectory.start))
    other = paths[-1]
    checks: list[tuple[str, list[Question]]] = [
        ("properties.inputs", list(_inputs(script, several))),
        ("properties.instances", list(_instances(script, several, other))),
        ("properties.extremes", [asked for path in edges for asked in path.walk(script, "edge", "property.extremes")]),
    ]
    if spec.looks_ahead:
        checks.insert(1, ("properties.lookahead", list(_looks(script, several))))
    return StagePlan(Stage.PROPERTIES, script, split(spec.points.properties, checks))


def _looks(script: Script, path: Path) -> Iterator[Question]:
    """Looking again before a step must change nothing."""
    built = path.construct(script, "optimizer")
    for number in range(len(path.steps)):
        yield from path.look(script, "optimizer", built, number, "property.lookahead")
        yield from path.look(script, "optimizer", built, number, "property.lookahead")
        yield from path.questions(path.step(script, "optimizer", number), built, number, "property.lookahead")


def _inputs(script: Script, path: Path) -> Iterator[Question]:
    built = path.construct(script, "optimizer")
    echo = Manner(echo_args=True)
    for number, step in enumerate(path.steps):
        yield from path.look(script, "optimizer", built, number, "property.inputs", echo)
        op = path.step(script, "optimizer", number, echo)
        yield IsUnchanged((built, op), {"params": step.params, "grads": step.grads}, path.trajectory.name)
    yield from path.walk(script, "strict", "property.inputs", Manner(readonly=True, noncontiguous=True))


def _instances(script: Script, one: Path, other: Path) -> Iterator[Question]:
    pairs = ((one, "one"), (other, "other"))
    built = {handle: path.construct(script, handle) for path, handle in pairs}
    for number in range(min(INTERLEAVED_STEPS, len(one.steps), len(other.steps))):
        for path, handle in pairs:
            yield from path.look(script, handle, built[handle], number, "property.instances")
            op = path.step(script, handle, number)
            yield from path.questions(op, built[handle], number, "property.instances")
