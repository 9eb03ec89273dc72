"""Questions about several values together, where no single number is expected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises.spec import Array
from grader.compare import Finding, Kind, sequence, show_index, show_shape
from grader.messages import say
from grader.questions import RIGHT, capitalized
from grader.report import Verdict
from grader.script import Answers, Pick, Script, first_failure, type_name

ANY = -1


@dataclass(frozen=True, slots=True)
class IsTrue:
    """Ask whether a claim about several values holds.

    Attributes:
        needs: the operations that must have succeeded.
        picks: the places of the values.
        shapes: the shape of each value, `ANY` for any length; a list of numbers counts as an array.
        problem: given finite arrays of these shapes, returns a sentence about what is wrong, or "".
        case: the name of the inputs.
        rule: the sentence that states the property; empty for plain values.
        reveals: the id of the general signature that a wrong answer reveals; empty if it reveals none.
    """

    needs: tuple[int, ...]
    picks: tuple[Pick, ...]
    shapes: tuple[tuple[int, ...], ...]
    problem: Callable[[Sequence[Array]], str]
    case: str
    rule: str = ""
    reveals: str = ""

    @property
    def evidence(self) -> Sequence[Pick]:
        """The values that the question examines."""
        return self.picks

    def judge(self, script: Script, answers: Answers) -> Finding:
        """Judge the answers."""
        finding = first_failure(script, answers, self.needs)
        if finding is not None:
            return finding
        arrays: list[Array] = []
        for pick, shape in zip(self.picks, self.shapes, strict=True):
            value, finding = pick.value(script, answers)
            finding = finding or _form(value, shape, pick.label)
            if finding is not None:
                return finding
            arrays.append(np.asarray(sequence(value), dtype=np.float64))
        problem = self.problem(arrays)
        if not problem:
            return RIGHT
        message = f"{self.rule} {problem}" if self.rule else problem
        return Finding(Kind.VALUES, Verdict.WA, message, {"case": self.case})


def _form(value: Any, shape: tuple[int, ...], what: str) -> Finding | None:
    array = sequence(value)
    wanted = str(tuple("any" if size == ANY else size for size in shape)).replace("'", "") if shape else show_shape(())
    if array is None:
        id_ = "form.none" if value is None else "form.not_array" if shape else "form.not_number"
        message = say(id_, what=what, got=type_name(value), expected=wanted)
        return Finding(Kind.FORM, Verdict.WA, capitalized(message))
    fits = array.ndim == len(shape) and all(size in (ANY, got) for size, got in zip(shape, array.shape, strict=True))
    if not fits:
        message = say("form.shape", what=what, got=show_shape(array.shape), expected=wanted)
        return Finding(Kind.FORM, Verdict.WA, capitalized(message), {"shape_got": list(array.shape)})
    if array.dtype.kind not in "fiub":
        return Finding(
            Kind.FORM, Verdict.WA, capitalized(say("form.dtype", what=what, got=array.dtype.name, expected="float64"))
        )
    finite = np.isfinite(array)
    if not finite.all():
        index = np.unravel_index(int(np.argmin(finite)), array.shape)
        message = say("value.not_finite", what=what, place=f" at {show_index(index)}" if index else "")
        return Finding(Kind.VALUES, Verdict.WA, capitalized(message))
    return None
