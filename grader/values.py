"""What a failed check compared: the inputs of the call, the expected and the actual numbers, as bounded report data.

The trusted side takes all of it from its own plan and from the answers that it has already judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from grader.compare import Finding, Kind, digits_apart, numbers, plain_float, sequence
from grader.questions import IsExpected, Question
from grader.sandbox.types import Call, Construct, GetAttr, Op, Operate, Ref, Returned
from grader.script import Answers, Script

MOST_NUMBERS = 40  # of an array that is listed; of a larger one, only its shape and dtype are given
MOST_INPUTS = 16
MOST_BYTES = 4000  # of the JSON of one check
DIGITS = 6

Json = dict[str, Any]
Input = tuple[str, npt.NDArray[Any]]


def with_values(finding: Finding, question: Question, script: Script, answers: Answers) -> Finding:
    """Return the finding of a wrong answer with ``values`` in its details; see `grader.report.Check`.

    Code that is not written yet has no values, nor does a check that could not be judged.
    """
    is_unwritten = finding.details.get("exception", {}).get("type") == "NotImplementedError"
    if finding.kind in (Kind.RIGHT, Kind.SKIPPED) or is_unwritten:
        return finding
    last = _examined(question, script, answers)
    values: Json = {"inputs": [{"name": name, **_listed(array)} for name, array in _inputs(question, script, last)]}
    if finding.kind is Kind.VALUES and isinstance(question, IsExpected):
        values |= _compared(question, script, answers)
    _bound(values)
    shown = {key: value for key, value in values.items() if value}
    if not shown:
        return finding
    return Finding(finding.kind, finding.verdict, finding.message, {**finding.details, "values": shown}, finding.count)


def _examined(question: Question, script: Script, answers: Answers) -> int:
    """Return the operation that failed, or else the last one whose answer the question examines."""
    places = sorted({*question.needs, *(pick.op for pick in question.evidence)})
    failed = (place for place in places if not isinstance(answers[place], Returned))
    last = next(failed, max((pick.op for pick in question.evidence), default=places[-1]))
    op = script.ops[last]
    if isinstance(op, GetAttr) and not op.name:  # a kept result: the call that returned it
        return next((place for place in reversed(places) if _keeps(script.ops[place], op.handle)), last)
    return last


def _inputs(question: Question, script: Script, last: int) -> list[Input]:
    """Return the numbers that were passed to the constructor and the latest calls of the object, by name."""
    op, before = script.ops[last], [place for place in question.needs if place <= last]
    call = before[-1] if isinstance(op, GetAttr) and before else last
    handles = dict.fromkeys((_owner(script.ops[call]), _owner(op)))  # of an attribute: also the object of its call
    found: dict[str, npt.NDArray[Any]] = {}
    for handle in handles:
        if handle is not None:
            found |= _of_object(script, before, handle, is_backward=_is_backward(script.ops[call]))
    found |= _arguments(script, last)
    return list(found.items())[:MOST_INPUTS]


def _owner(op: Op) -> str | None:
    return None if isinstance(op, Operate) else op.handle


def _is_backward(op: Op) -> bool:
    return isinstance(op, Call) and op.name == "backward"


def _of_object(script: Script, before: Sequence[int], handle: str, *, is_backward: bool) -> dict[str, npt.NDArray[Any]]:
    """Return the inputs of an object: of its construction, its calls, and the objects that it was made from."""
    found: dict[str, npt.NDArray[Any]] = {}
    seen, waiting = {handle}, [handle]
    while waiting and len(found) <= MOST_INPUTS:
        one = waiting.pop(0)
        made = next((place for place in reversed(before) if _makes(script.ops[place], one)), None)
        if made is None:
            continue
        found |= _arguments(script, made, "" if one == handle else f"{one}.")
        sources = dict.fromkeys(_sources(script.ops[made]))
        waiting += [source for source in sources if source not in seen]
        seen.update(sources)
    for place in before:
        op = script.ops[place]
        # A forward does not depend on an earlier backward.
        if isinstance(op, Call) and op.handle == handle and (is_backward or not _is_backward(op)):
            found |= _arguments(script, place)
    return found


def _makes(op: Op, handle: str) -> bool:
    return (isinstance(op, Construct) and op.handle == handle) or _keeps(op, handle)


def _keeps(op: Op, handle: str) -> bool:
    return isinstance(op, Call | Operate) and op.keep == handle


def _sources(op: Op) -> Iterator[str]:
    """Yield the objects that an operation uses."""
    if isinstance(op, Call) and op.handle is not None:
        yield op.handle
    for arg in getattr(op, "args", ()):
        for one in arg if isinstance(arg, list | tuple) else (arg,):
            if isinstance(one, Ref):
                yield one.handle


def _arguments(script: Script, place: int, prefix: str = "") -> dict[str, npt.NDArray[Any]]:
    """Return the arguments of an operation that are numbers, by the names that the statement uses."""
    op, names = script.ops[place], script.names[place]
    if isinstance(op, GetAttr | Operate):
        return {}
    is_leaf = names == (op.handle,)
    named = (("" if is_leaf else prefix) + name for name in names)
    return dict(pair for name, arg in zip(named, op.args, strict=False) for pair in _numbers(name, arg))


def _numbers(name: str, arg: Any) -> Iterator[Input]:
    array = numbers(arg) if not isinstance(arg, list | tuple) else sequence(arg) if arg else None
    if array is not None and array.dtype.kind in "fiub":
        yield name, array
    elif isinstance(arg, list | tuple):
        for place, one in enumerate(arg):
            yield from _numbers(f"{name}[{place}]", one)


def _compared(question: IsExpected, script: Script, answers: Answers) -> Json:
    """Return the expected and the actual numbers, and the places in the flat arrays where they differ too much."""
    value, _ = question.pick.value(script, answers)
    array = sequence(value) if question.expected.sequence else numbers(value)
    if array is None or array.dtype.kind not in "fiu" or array.shape != question.expected.value.shape:
        return {}
    got = array.astype(np.float64)
    target = question.expected.nearest(got)
    is_right = (np.abs(got - target) <= question.expected.allowed) | (np.isnan(got) & np.isnan(target))
    wrong = np.flatnonzero(~is_right)
    if wrong.size == 0:
        return {}  # only the total is off, and other elements may be right
    places = wrong[:MOST_NUMBERS]
    digits = max(digits_apart(float(target.flat[at]), float(got.flat[at]), DIGITS) for at in places)
    shown = {"expected": _listed(target, digits), "got": {**_listed(got, digits), "dtype": array.dtype.name}}
    return shown | ({"wrong": wrong.tolist()} if got.size <= MOST_NUMBERS else {})


def _listed(array: npt.NDArray[Any], digits: int = DIGITS) -> Json:
    shown: Json = {"shape": list(array.shape), "dtype": array.dtype.name}
    if array.size <= MOST_NUMBERS:
        is_float = array.dtype.kind == "f"
        shown["numbers"] = [plain_float(one, digits) if is_float else int(one) for one in array.ravel().tolist()]
    return shown


def _bound(values: Json) -> None:
    """Drop the numbers of the longest inputs, and last those of the results, until the whole is small enough."""
    results = [values[key] for key in ("expected", "got") if key in values]
    longest = sorted((one for one in values["inputs"] if "numbers" in one), key=lambda one: -len(one["numbers"]))
    for one in (*longest, *results):
        if len(json.dumps(values)) <= MOST_BYTES:
            return
        one.pop("numbers", None)
    values.pop("wrong", None)
