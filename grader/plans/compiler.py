"""Compile scenarios into one frame of operations per stage and questions about the answers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from exercises.expectations import Equals, Expectation, Holds, Place, Slopes, TreatsFloat32, Unchanged
from exercises.scenario import Scenario
from exercises.spec import Spec
from exercises.steps import Call, Construct, GetAttr, Operate, Ref, Step
from grader.compare import Expected
from grader.messages import say_property
from grader.plans.plan import PlannedCheck, StagePlan, split
from grader.predicates import IsTrue
from grader.questions import IsExpected, IsUnchanged, Question, TreatedFloat32
from grader.report import Stage
from grader.sandbox import types
from grader.script import Pick, Script
from grader.slopes import Direction, IsSlope, vectors

_MAY_HOLD_REFS = {Ref, list, tuple}
_SYMBOLS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "pow": "**", "neg": "-", "iadd": "+=", "imul": "*="}


def stages(spec: Spec, seed: int) -> tuple[StagePlan, ...]:
    """Return the stages after loading, in order, with data drawn from `seed`.

    Each scenario is compiled before the next one is drawn, since both may take numbers from the generator.
    """
    rng = np.random.default_rng([seed, 1])
    names, frames = _Names(spec), dict[Stage, _Frame]()
    for scenario in spec.scenarios(rng):
        stage = Stage(scenario.stage)
        if stage not in frames:
            frames[stage] = _Frame(spec, names)
        frames[stage].add(scenario, rng)
    return tuple(frames[stage].plan(stage) for stage in Stage if stage in frames)


@dataclass
class _Frame:
    """One stage under construction."""

    spec: Spec
    names: _Names
    script: Script = field(default_factory=Script)
    checks: dict[str, list[Question]] = field(default_factory=dict)
    notes: dict[str, list[Question]] = field(default_factory=dict)

    def add(self, scenario: Scenario, rng: np.random.Generator) -> None:
        """Compile one scenario into the frame."""
        for expectation, question in _Compiled(self.spec, self.names, scenario, self.script).questions(rng):
            checks = self.notes if isinstance(expectation, TreatsFloat32) else self.checks
            checks.setdefault(f"{scenario.stage}.{expectation.check}", []).append(question)

    def plan(self, stage: Stage) -> StagePlan:
        """Return the plan; notes come last and are worth no points."""
        counted = split(getattr(self.spec.points, stage), list(self.checks.items()), self.spec.weights)
        noted = (PlannedCheck(id_, 0, tuple(questions)) for id_, questions in self.notes.items())
        return StagePlan(stage, self.script, (*counted, *noted))


@dataclass
class _Compiled:
    """One scenario being compiled into the script; its step n becomes operation ``offset + n``."""

    spec: Spec
    names: _Names
    scenario: Scenario
    script: Script
    offset: int = field(init=False)
    acting: list[int] = field(default_factory=list)
    """The operations that do more than read an attribute."""
    classes: dict[str, str] = field(default_factory=dict)

    def questions(self, rng: np.random.Generator) -> Iterator[tuple[Expectation, Question]]:
        """Plan the steps and yield each expectation with its question."""
        self.offset = len(self.script.ops)
        directions = {
            place: list(self._directions(expectation, rng))
            for place, expectation in enumerate(self.scenario.expectations)
            if isinstance(expectation, Slopes)
        }
        for number, step in enumerate(self.scenario.steps):
            op, asked = self._compiled(step)
            place = self.script.ask(op, self.scenario.asked.get(number, asked), self._arguments(op))
            if not isinstance(step, GetAttr):
                self.acting.append(place)
        for place, expectation in enumerate(self.scenario.expectations):
            yield expectation, self._question(expectation, directions.get(place, ()))

    def _question(self, expectation: Expectation, directions: Sequence[Direction]) -> Question:
        name = self.scenario.name
        is_property = self.scenario.stage == Stage.PROPERTIES
        rule = say_property(expectation.check, self.spec.property_messages) if is_property else ""
        match expectation:
            case Equals():
                return self._equals(expectation, rule)
            case Unchanged(step, names):
                ask = self.scenario.steps[step]
                sent = ask.args if isinstance(ask, Call) else ()
                plain = {name: None if _holds_ref(arg) else arg for name, arg in zip(names, sent, strict=True)}
                return IsUnchanged(self._needs(step), plain, name)
            case Holds(places, shapes, problem, _, reveals):
                needs = self._needs(max(place.step for place in places))
                return IsTrue(needs, tuple(map(self._pick, places)), shapes, problem, name, rule, reveals)
            case Slopes(output, gradients, _, _, upstream):
                last = max(output, *(place.step for place in gradients.values()))
                picks = {label: self._pick(place) for label, place in gradients.items()}
                base = self._pick(Place(output, "the output"))
                return IsSlope(self._needs(last), base, picks, directions, upstream, name)
            case TreatsFloat32(place, value):
                expected = Expected(place.what, value, self.spec.tolerance)
                return TreatedFloat32(self._needs(place.step), self._pick(place), expected, place.what)

    def _equals(self, one: Equals, rule: str) -> Question:
        place, tolerance = one.place, one.tolerance or self.spec.tolerance
        expected = Expected(place.what, one.value, tolerance, one.low, one.high, one.total, one.sequence)
        return IsExpected(self._needs(place.step), self._pick(place), expected, one.context, rule)

    def _directions(self, slopes: Slopes, rng: np.random.Generator) -> Iterator[Direction]:
        """Add the steps that measure a slope in each direction."""
        for label, value in slopes.values.items():
            for where, vector, h in vectors(value, rng):
                ends = [slopes.again(self.scenario, label, moved) for moved in (value - h * vector, value + h * vector)]
                below, above = (Pick(self.offset + end, "the output") for end in ends)
                yield Direction(label, f"{label}{where}", vector, h, below, above)

    def _needs(self, step: int) -> tuple[int, ...]:
        """Return the operations up to and including `step`, without those that only read."""
        return tuple(self.acting[: bisect_right(self.acting, self.offset + step)])

    def _pick(self, place: Place) -> Pick:
        op, after = self.offset + place.step, ""
        if isinstance(self.scenario.steps[place.step], GetAttr):
            before = self._needs(place.step)
            after = self.script.asked[before[-1]] if before else ""
        return Pick(op, place.what, after, place.path)

    def _arguments(self, op: types.Op) -> tuple[str, ...]:
        """Return the names of the arguments of a call; the number of a value in a graph has the name of the value."""
        if isinstance(op, types.Construct):
            return (op.handle,) if len(op.args) == 1 and self.is_graph else self.spec.names.get(op.name, ())
        if isinstance(op, types.Call):
            return self.spec.names.get(f"{self.classes.get(op.handle, '')}.{op.name}" if op.handle else op.name, ())
        return ()

    @cached_property
    def is_graph(self) -> bool:
        """Return whether results are objects that are used again."""
        steps = self.scenario.steps
        kept = {step.keep for step in steps if isinstance(step, Call)} - {""}
        used = {step.handle for step in steps if isinstance(step, Call) or (isinstance(step, GetAttr) and step.name)}
        return any(isinstance(step, Operate) for step in steps) or not kept.isdisjoint(used)

    def _compiled(self, step: Step) -> tuple[types.Op, str]:
        """Return a step as an operation of the sandbox, and its name in sentences."""
        if isinstance(step, Call):
            handle, name, args, keep, provided, echo, strict, repeat = step
            full = f"{self.classes.get(handle, '')}.{name}" if handle else name
            call = types.Call(handle, name, _sent(args), {}, echo, strict, strict, keep, provided, repeat)
            asked = f"{name}({self.names(full, len(args))})"
            return call, asked if repeat == 1 else f"{asked}, called {repeat} times"
        if isinstance(step, GetAttr):
            return types.GetAttr(step.handle, step.name), f"self.{step.name}" if step.name else "an earlier result"
        args = _sent(step.args)
        if isinstance(step, Construct):
            self.classes[step.handle] = step.name
            asked = f"{step.name}({self.names(step.name, len(args))})"
            return types.Construct(step.handle, step.name, args, provided=step.provided), asked
        return types.Operate(step.name, args, step.keep, step.repeat), _operation(step)


def _operation(step: Operate) -> str:
    shown = [_operand(arg) for arg in step.args]
    symbol = _SYMBOLS[step.name]
    once = f"{symbol}{shown[0]}" if len(shown) == 1 else f"{shown[0]} {symbol} {shown[1]}"
    return once if step.repeat == 1 else f"{once}, {step.repeat} times"


def _operand(arg: Any) -> str:
    if isinstance(arg, Ref):
        return arg.handle
    return "an array" if isinstance(arg, np.ndarray) else f"{arg:g}"


def _sent(args: tuple[Any, ...]) -> tuple[Any, ...]:
    return args if _MAY_HOLD_REFS.isdisjoint(map(type, args)) else tuple(map(_with_refs, args))


def _with_refs(arg: Any) -> Any:
    if isinstance(arg, Ref):
        return types.Ref(arg.handle)
    if isinstance(arg, list | tuple):
        return type(arg)(_with_refs(item) for item in arg)
    return arg


def _holds_ref(arg: Any) -> bool:
    return isinstance(arg, Ref) or (isinstance(arg, list | tuple) and any(isinstance(item, Ref) for item in arg))


class _Names:
    """The names of arguments in sentences, by the name of what is called."""

    def __init__(self, spec: Spec) -> None:
        self._known = spec.names
        self._written: dict[tuple[str, int], str] = {}

    def __call__(self, name: str, count: int) -> str:
        """Return the names of the first `count` arguments; those missing in the spec become an ellipsis."""
        if (name, count) not in self._written:
            known = self._known.get(name, ())
            self._written[name, count] = ", ".join((*known[:count], *["…"] * (count - len(known))))
        return self._written[name, count]
