"""The compiler: from scenarios to one frame of operations for each stage, and questions about its answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exercises.expectations import Equals, Expectation, Holds, Place, Slopes, TreatsFloat32, Unchanged
from exercises.scenario import Scenario
from exercises.spec import Spec
from exercises.steps import Call, Construct, GetAttr, Operate, Ref, Step
from grader.claims import IsTrue
from grader.compare import Expected
from grader.gradcheck import Direction, IsSlope, vectors
from grader.plans.plan import PlannedCheck, StagePlan, split
from grader.questions import IsExpected, IsUnchanged, Question, TreatedFloat32
from grader.report import Stage
from grader.sandbox import types
from grader.script import Pick, Script

_SYMBOLS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "pow": "**", "neg": "-"}


def stages(spec: Spec, seed: int) -> tuple[StagePlan, ...]:
    """Return the stages after loading, in order, with data drawn from `seed`.

    A scenario is compiled before the next one is drawn, since both may take numbers from the generator.
    """
    rng = np.random.default_rng([seed, 1])
    frames: dict[Stage, _Frame] = {}
    for scenario in spec.scenarios(rng):
        frames.setdefault(Stage(scenario.stage), _Frame(spec)).add(scenario, rng)
    return tuple(frames[stage].plan(stage) for stage in Stage if stage in frames)


@dataclass
class _Frame:
    """One stage under construction."""

    spec: Spec
    script: Script = field(default_factory=Script)
    checks: dict[str, list[Question]] = field(default_factory=dict)
    notes: dict[str, list[Question]] = field(default_factory=dict)

    def add(self, scenario: Scenario, rng: np.random.Generator) -> None:
        """Compile one scenario into the frame."""
        for expectation, question in _Compiled(self.spec, scenario, self.script).questions(rng):
            checks = self.notes if isinstance(expectation, TreatsFloat32) else self.checks
            checks.setdefault(f"{scenario.stage}.{expectation.check}", []).append(question)

    def plan(self, stage: Stage) -> StagePlan:
        """Return the plan: notes come last and are worth no points."""
        counted = split(getattr(self.spec.points, stage), list(self.checks.items()))
        noted = (PlannedCheck(id_, 0, tuple(questions)) for id_, questions in self.notes.items())
        return StagePlan(stage, self.script, (*counted, *noted))


@dataclass
class _Compiled:
    """One scenario on its way into the script; step n of it becomes operation ``offset + n``."""

    spec: Spec
    scenario: Scenario
    script: Script
    offset: int = field(init=False)
    acting: list[int] = field(default_factory=list)
    """Operations that do more than read an attribute."""
    classes: dict[str, str] = field(default_factory=dict)

    def questions(self, rng: np.random.Generator) -> Iterator[tuple[Expectation, Question]]:
        """Plan the steps and return each expectation with its question."""
        ends = {
            place: list(self._ends(expectation, rng))
            for place, expectation in enumerate(self.scenario.expectations)
            if isinstance(expectation, Slopes)
        }
        names, self.offset = self.spec.names, len(self.script.ops)
        for number, step in enumerate(self.scenario.steps):
            usual = self._asked(step, names)
            op = self.script.ask(_op(step), self.scenario.asked.get(number, usual))
            if not isinstance(step, GetAttr):
                self.acting.append(op)
        for place, expectation in enumerate(self.scenario.expectations):
            yield expectation, self._question(expectation, ends.get(place, ()))

    def _question(self, expectation: Expectation, ends: Sequence[_Ends]) -> Question:
        name = self.scenario.name
        rule = f"property.{expectation.check}" if self.scenario.stage == Stage.PROPERTIES else ""
        match expectation:
            case Equals(place, value, _, context, sequence, tolerance, low, high, total):
                tolerance = tolerance or self.spec.tolerance
                expected = Expected(place.what, value, tolerance, low, high, total, sequence)
                return IsExpected(self._needs(place.step), self._pick(place), expected, context, rule)
            case Unchanged(step, names):
                ask = self.scenario.steps[step]
                sent = ask.args if isinstance(ask, Call) else ()
                plain = {name: None if _holds_ref(arg) else arg for name, arg in zip(names, sent, strict=True)}
                return IsUnchanged(self._needs(step), plain, name)
            case Holds(places, shapes, problem):
                needs = self._needs(max(place.step for place in places))
                return IsTrue(needs, tuple(map(self._pick, places)), shapes, problem, name, rule)
            case Slopes(output, gradients, _, _, upstream):
                last = max(output, *(place.step for place in gradients.values()))
                picks = {label: self._pick(place) for label, place in gradients.items()}
                base = self._pick(Place(output, "the output"))
                directions = [one.direction(self.offset) for one in ends]
                return IsSlope(self._needs(last), base, picks, directions, upstream, name)
            case TreatsFloat32(place, value):
                expected = Expected(place.what, value, self.spec.tolerance)
                return TreatedFloat32(self._needs(place.step), self._pick(place), expected, place.what)

    def _ends(self, slopes: Slopes, rng: np.random.Generator) -> Iterator[_Ends]:
        """Add the steps that measure a slope in each direction."""
        for label, value in slopes.values.items():
            for where, vector, h in vectors(value, rng):
                below, above = (slopes.again(self.scenario, label, value + sign * h * vector) for sign in (-1, 1))
                yield _Ends(label, f"{label}{where}", vector, h, below, above)

    def _needs(self, step: int) -> tuple[int, ...]:
        """Return all operations up to `step` but those that only read, and `step` itself unless it does."""
        return tuple(op for op in self.acting if op <= self.offset + step)

    def _pick(self, place: Place) -> Pick:
        op, after = self.offset + place.step, ""
        if isinstance(self.scenario.steps[place.step], GetAttr):
            before = self._needs(place.step)
            after = self.script.asked[before[-1]] if before else ""
        return Pick(op, place.what, after, place.path)

    def _asked(self, step: Step, names: Any) -> str:
        """Return how a step is called in sentences."""
        match step:
            case Construct(handle, name, args):
                self.classes[handle] = name
                return f"{name}({_named(names.get(name, ()), args)})"
            case Call(handle, name, args):
                full = f"{self.classes.get(handle, '')}.{name}" if handle else name
                return f"{name}({_named(names.get(full, ()), args)})"
            case GetAttr(_, name):
                return f"self.{name}"
            case Operate(operator, args, _, repeat):
                shown = [arg.handle if isinstance(arg, Ref) else f"{arg:g}" for arg in args]
                symbol = _SYMBOLS[operator]
                once = f"{symbol}{shown[0]}" if len(shown) == 1 else f"{shown[0]} {symbol} {shown[1]}"
                return once if repeat == 1 else f"{once}, {repeat} times"


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


def _op(step: Step) -> types.Op:
    """Return a step as the sandbox speaks of it."""
    match step:
        case Construct(handle, name, args, provided):
            return types.Construct(handle, name, _sent(args), provided=provided)
        case Call(handle, name, args, keep, provided, echo, strict):
            return types.Call(handle, name, _sent(args), {}, echo, strict, strict, keep, provided)
        case GetAttr(handle, name):
            return types.GetAttr(handle, name)
        case Operate(name, args, keep, repeat):
            return types.Operate(name, _sent(args), keep, repeat)


def _sent(args: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_with_refs(arg) for arg in args)


def _with_refs(arg: Any) -> Any:
    if isinstance(arg, Ref):
        return types.Ref(arg.handle)
    if isinstance(arg, list | tuple):
        return type(arg)(_with_refs(item) for item in arg)
    return arg


def _holds_ref(arg: Any) -> bool:
    return isinstance(arg, Ref) or (isinstance(arg, list | tuple) and any(isinstance(item, Ref) for item in arg))


def _named(known: Sequence[str], args: Sequence[Any]) -> str:
    return ", ".join(known[place] if place < len(known) else "…" for place in range(len(args)))
