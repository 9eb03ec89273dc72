"""The kinds of questions that make up a check; each judges only the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np

from exercises.expectations import Context
from grader.compare import Expected, Finding, Kind, compare, numbers
from grader.messages import say
from grader.pictures import picture
from grader.report import Verdict
from grader.sandbox.types import Returned
from grader.script import Answers, Pick, Script, first_failure

RIGHT = Finding(Kind.RIGHT, Verdict.AC)


class Question(Protocol):
    """A question about the submission's answers."""

    @property
    def needs(self) -> Sequence[int]:
        """The operations that must have succeeded before the question makes sense."""
        ...

    @property
    def evidence(self) -> Sequence[Pick]:
        """The values that the question examines."""
        ...

    @property
    def reveals(self) -> str:
        """The id of the general signature that a wrong answer reveals; empty if it reveals none."""
        ...

    def judge(self, script: Script, answers: Answers) -> Finding:
        """Judge the answers."""
        ...


@dataclass(frozen=True, slots=True)
class IsExpected:
    """Ask whether a value equals the reference's value.

    Attributes:
        needs: the operations that must have succeeded before the question makes sense.
        pick: the place of the value.
        expected: the correct value.
        context: what the value was computed from.
        rule: the sentence that states the property; empty for plain values.
    """

    needs: tuple[int, ...]
    pick: Pick
    expected: Expected
    context: Context
    rule: str = ""

    @property
    def evidence(self) -> Sequence[Pick]:
        """The values that the question examines."""
        return (self.pick,)

    @property
    def reveals(self) -> str:
        """The signature that a wrong value reveals."""
        return self.context.reveals

    def judge(self, script: Script, answers: Answers) -> Finding:
        """Judge the answers."""
        value, finding = self.compared(script, answers)
        if finding.kind is Kind.RIGHT:
            return finding
        message = f"{self.rule} {capitalized(finding.message)}" if self.rule else capitalized(finding.message)
        details = {"case": self.context.case, **finding.details}
        shown = picture(value, self.expected, self.context) if finding.kind is Kind.VALUES else None
        return Finding(finding.kind, finding.verdict, message, details | ({"picture": shown} if shown else {}))

    def compared(self, script: Script, answers: Answers) -> tuple[Any, Finding]:
        """Return the value and its finding, without a picture and the sentence about the property."""
        finding = first_failure(script, answers, self.needs)
        if finding is not None:
            return None, finding
        value, finding = self.pick.value(script, answers)
        return value, compare(value, self.expected) if finding is None else finding


@dataclass(frozen=True, slots=True)
class IsUnchanged:
    """Ask whether the arguments of a call are unchanged.

    Attributes:
        needs: the operations that must have succeeded; the last one is the call, made with ``echo_args``.
        sent: the arguments by name.
        case: the name of the inputs.
    """

    needs: tuple[int, ...]
    sent: Mapping[str, Any]
    case: str
    reveals: ClassVar[str] = ""

    @property
    def evidence(self) -> Sequence[Pick]:
        """The values that the question examines."""
        return (Pick(self.needs[-1], "the call"),)

    def judge(self, script: Script, answers: Answers) -> Finding:
        """Judge the answers."""
        finding = first_failure(script, answers, self.needs)
        if finding is not None:
            return finding
        call = self.needs[-1]
        answer = answers[call]
        after = answer.args_after if isinstance(answer, Returned) else None
        changed = [
            name
            for place, (name, value) in enumerate(self.sent.items())
            if after is None or place >= len(after) or not same(value, after[place])
        ]
        if not changed:
            return RIGHT
        message = say("property.changed", what=script.asked[call], argument=changed[0])
        return Finding(Kind.VALUES, Verdict.WA, message, {"case": self.case, "asked": script.asked[call]})


@dataclass(frozen=True, slots=True)
class TreatedFloat32:
    """Ask how float32 input is handled; the answer is only a note.

    Attributes:
        needs: the operations that should have succeeded.
        pick: the place of the output.
        expected: the correct output in float64.
        what: the call, for the note.
    """

    needs: tuple[int, ...]
    pick: Pick
    expected: Expected
    what: str
    reveals: ClassVar[str] = ""

    @property
    def evidence(self) -> Sequence[Pick]:
        """The values that the question examines."""
        return ()

    def judge(self, script: Script, answers: Answers) -> Finding:
        """Judge the answers."""
        value, finding = self.pick.value(script, answers)
        array = None if finding else numbers(value)
        if array is None or array.shape != self.expected.value.shape or array.dtype.kind not in "fi":
            return self._note(say("note.float32_fails", what=self.what))
        error = np.max(np.abs(array.astype(np.float64) - self.expected.value), initial=0.0)
        if not error <= 1e-3 * max(1.0, float(np.max(np.abs(self.expected.value), initial=0.0))):
            return self._note(say("note.float32_fails", what=self.what))
        if array.dtype == np.float64:
            return self._note(say("note.float64_from_float32", what=self.what, got=array.dtype.name))
        return RIGHT

    def _note(self, note: str) -> Finding:
        return Finding(Kind.RIGHT, Verdict.AC, details={"notes": [capitalized(note)]})


def kind_of(question: Question, script: Script, answers: Answers) -> Kind:
    """Return the kind of a question's finding, without the work for its message."""
    if isinstance(question, IsExpected):
        return question.compared(script, answers)[1].kind
    return question.judge(script, answers).kind


def same(sent: Any, returned: Any) -> bool:
    """Return whether an argument came back as it was sent: same shapes, same bits, with nan equal to itself."""
    if isinstance(sent, list | tuple):
        same_form = isinstance(returned, list | tuple) and len(sent) == len(returned)
        return same_form and all(same(one, other) for one, other in zip(sent, returned, strict=True))
    one, other = numbers(sent), numbers(returned)
    if (one is None) is not (other is None):
        return False
    if one is None or other is None:
        return bool(sent == returned)
    return one.shape == other.shape and one.dtype == other.dtype and bool(np.array_equal(one, other, equal_nan=True))


def capitalized(sentence: str) -> str:
    """Return a sentence with its first letter capitalized, unless it begins with a name from the code."""
    first = sentence.partition(" ")[0]
    is_code = first in ("forward", "backward", "step") or any(sign in first for sign in "._(")
    return sentence if is_code else sentence[:1].upper() + sentence[1:]
