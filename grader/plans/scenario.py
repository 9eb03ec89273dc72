"""The stages of scenarios: all conversations of a stage in one frame, and questions for their expectations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exercises.scenario import (
    Ask,
    Build,
    Combine,
    Equals,
    Expectation,
    Holds,
    Kept,
    Read,
    Scenario,
    ScenarioSpec,
    Slopes,
    Step,
    Unchanged,
)
from grader.claims import IsTrue
from grader.compare import Expected
from grader.plans.plan import StagePlan, split
from grader.plans.slopes import vectors
from grader.questions import IsExpected, IsUnchanged, Question
from grader.report import Stage
from grader.sandbox.types import Call, Construct, GetAttr, Op, Operate, Ref
from grader.script import Pick, Script
from grader.setting import Setting
from grader.slopes import Direction, IsSlope

_SYMBOLS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "pow": "**", "neg": "-"}


def scenario_stages(spec: ScenarioSpec, seed: int) -> tuple[StagePlan, ...]:
    """Return the stages that have scenarios, in order."""
    rng = np.random.default_rng([seed, 1])
    drawn = list(spec.scenarios(rng))
    found = ((stage, [one for one in drawn if one.stage == stage]) for stage in Stage)
    return tuple(_stage(spec, stage, scenarios, rng) for stage, scenarios in found if scenarios)


def _stage(spec: ScenarioSpec, stage: Stage, scenarios: Sequence[Scenario], rng: np.random.Generator) -> StagePlan:
    script = Script()
    checks: dict[str, list[Question]] = {}
    for scenario in scenarios:
        for check, question in _Planned(spec, stage, scenario, script).questions(rng):
            checks.setdefault(f"{stage}.{check}", []).append(question)
    return StagePlan(stage, script, split(getattr(spec.points, stage), list(checks.items())))


@dataclass
class _Planned:
    """One scenario on its way into the script; step n of it becomes operation ``offset + n``."""

    spec: ScenarioSpec
    stage: Stage
    scenario: Scenario
    script: Script
    offset: int = field(init=False)
    classes: dict[str, str] = field(default_factory=dict)

    def questions(self, rng: np.random.Generator) -> Iterator[tuple[str, Question]]:
        """Plan the steps and return the question of each expectation with the name of its check."""
        directions = {
            place: list(self._directions(expectation, rng))
            for place, expectation in enumerate(self.scenario.expectations)
            if isinstance(expectation, Slopes)
        }
        self.offset = len(self.script.ops)
        for step in self.scenario.steps:
            self.script.ask(self._op(step), self._asked(step))
        for place, expectation in enumerate(self.scenario.expectations):
            yield expectation.check, self._question(expectation, directions.get(place, ()))

    def _question(self, expectation: Expectation, directions: Sequence[_Ends]) -> Question:
        name = self.scenario.name
        rule = f"property.{expectation.check}" if self.stage is Stage.PROPERTIES else ""
        match expectation:
            case Equals():
                return self._equals(expectation, rule)
            case Unchanged(step, names):
                ask = self.scenario.steps[step]
                sent = ask.args if isinstance(ask, Ask) else ()
                plain = {name: None if _holds_kept(arg) else arg for name, arg in zip(names, sent, strict=True)}
                return IsUnchanged(self._needs(step), plain, name)
            case Holds(steps, what, shapes, problem):
                picks = tuple(self._pick(*pair) for pair in zip(steps, what, strict=True))
                return IsTrue(self._needs(max(steps)), picks, shapes, problem, name, rule)
            case Slopes():
                gradients = {label: self._pick(*found) for label, found in expectation.gradients.items()}
                last = max(step for step, _ in expectation.gradients.values())
                return IsSlope(
                    self._needs(max(last, expectation.output)),
                    self._pick(expectation.output, "the output"),
                    gradients,
                    [ends.direction(self.offset) for ends in directions],
                    expectation.upstream,
                    name,
                )

    def _equals(self, one: Equals, rule: str) -> Question:
        tolerance = one.tolerance or self.spec.tolerance
        upstream = one.upstream
        batch = np.shape(upstream) if upstream is not None else ()
        setting = Setting(
            self.scenario.name,
            upstream=upstream,
            ones=one.ones,
            earlier=one.earlier,
            origin=one.origin,
            inputs=one.inputs,
            batch=batch,
        )
        expected = Expected(one.what, one.value, tolerance, one.low, one.high, sequence=one.sequence)
        return IsExpected(self._needs(one.step), self._pick(one.step, one.what, one.path), expected, setting, rule)

    def _directions(self, slopes: Slopes, rng: np.random.Generator) -> Iterator[_Ends]:
        for label, value in slopes.values.items():
            for where, vector, h in vectors(value, rng):
                below, above = (slopes.again(self.scenario, label, value + sign * h * vector) for sign in (-1, 1))
                yield _Ends(label, f"{label}{where}", vector, h, below, above)

    def _needs(self, step: int) -> tuple[int, ...]:
        """Return all operations up to `step` but those that only read, and `step` itself unless it does."""
        before = self.scenario.steps[: step + 1]
        return tuple(self.offset + place for place, one in enumerate(before) if not isinstance(one, Read))

    def _pick(self, step: int, label: str, path: tuple[tuple[int, int], ...] = ()) -> Pick:
        after = ""
        if isinstance(self.scenario.steps[step], Read):
            calls = [place for place, one in enumerate(self.scenario.steps[:step]) if not isinstance(one, Read)]
            after = self.script.asked[self.offset + calls[-1]] if calls else ""
        return Pick(self.offset + step, label, after, path)

    def _op(self, step: Step) -> Op:
        match step:
            case Build(handle, name, args, provided):
                self.classes[handle] = name
                return Construct(handle, name, _args(args), provided=provided)
            case Ask(handle, name, args, keep, provided, echo, strict):
                return Call(handle or None, name, _args(args), {}, echo, strict, strict, keep, provided)
            case Read(handle, name):
                return GetAttr(handle, name)
            case Combine(operator, args, keep, repeat):
                return Operate(operator, _args(args), keep, repeat)

    def _asked(self, step: Step) -> str:
        match step:
            case Build(_, name, args):
                return f"{name}({self._names(name, args)})"
            case Ask(handle, name, args):
                full = f"{self.classes.get(handle, '')}.{name}" if handle else name
                return f"{name}({self._names(full, args)})"
            case Read(_, name):
                return f"self.{name}"
            case Combine(operator, args, _, repeat):
                shown = [arg.handle if isinstance(arg, Kept) else f"{arg:g}" for arg in args]
                symbol = _SYMBOLS[operator]
                once = f"{symbol}{shown[0]}" if len(shown) == 1 else f"{shown[0]} {symbol} {shown[1]}"
                return once if repeat == 1 else f"{once}, {repeat} times"

    def _names(self, full: str, args: Sequence[Any]) -> str:
        known = self.spec.names.get(full, ())
        names = [known[place] if place < len(known) else "…" for place in range(len(args))]
        return ", ".join(names)


@dataclass(frozen=True, slots=True)
class _Ends:
    """One direction whose two ends were added to the scenario."""

    label: str
    name: str
    vector: np.ndarray
    h: float
    below: int
    above: int

    def direction(self, offset: int) -> Direction:
        """Return it with the places of its ends in the script."""
        below, above = (Pick(offset + step, "the output") for step in (self.below, self.above))
        return Direction(self.label, self.name, self.vector, self.h, below, above)


def _args(args: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_plain(arg) for arg in args)


def _plain(arg: Any) -> Any:
    if isinstance(arg, Kept):
        return Ref(arg.handle)
    if isinstance(arg, list | tuple):
        return type(arg)(_plain(item) for item in arg)
    return arg


def _holds_kept(arg: Any) -> bool:
    return isinstance(arg, Kept) or (isinstance(arg, list | tuple) and any(isinstance(item, Kept) for item in arg))
