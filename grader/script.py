"""Build one frame of operations, and read its answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.compare import Finding, Kind
from grader.messages import say
from grader.report import Verdict
from grader.sandbox.types import Call, Construct, GetAttr, Op, OpResult, Raised, Returned, Unsendable

Answers = Sequence[OpResult]

_IMPORT_ERRORS = ("ImportError", "ModuleNotFoundError")
_IMPORT_PROBLEMS = {
    "import.refused": re.compile(r"'(?P<module>[\w.]{1,80})' is not available"),
    "import.no_module": re.compile(r"No module named '(?P<module>[\w.]{1,80})'"),
    "import.no_name": re.compile(r"cannot import name '(?P<name>\w{1,80})' from '(?P<module>[\w.]{1,80})'"),
}
_MEMORY_ERRORS = ("MemoryError", "_ArrayMemoryError")


@dataclass(slots=True)
class Script:
    """The operations of one frame, in order, each with its name in sentences.

    Attributes:
        ops: the operations to send.
        asked: the name of each operation in sentences, for example ``forward(x)``.
        names: the names of the arguments of each operation that have one.
    """

    ops: list[Op] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)

    def ask(self, op: Op, asked: str, names: tuple[str, ...] = ()) -> int:
        """Append an operation and return its number, which identifies its answer."""
        self.ops.append(op)
        self.asked.append(asked)
        self.names.append(names)
        return len(self.ops) - 1


@dataclass(frozen=True, slots=True)
class Pick:
    """The place of a value among the answers.

    Attributes:
        op: the number of the operation.
        label: the name of the value, for example ``grad_bias``.
        after: if the value is an attribute, the call that should have set it.
        path: the path to the value within nested sequences: at each level, its position and the number of
            values.
    """

    op: int
    label: str
    after: str = ""
    path: tuple[tuple[int, int], ...] = ()

    def value(self, script: Script, answers: Answers) -> tuple[Any, Finding | None]:
        """Return the value, or the finding that says why there is none."""
        answer = answers[self.op]
        if not isinstance(answer, Returned):
            return None, failure(script, answers, self.op, label=self.label, after=self.after)
        found = answer.value
        for item, count in self.path:
            if not isinstance(found, tuple | list):
                id_ = "form.none" if found is None else "form.not_sequence"
                message = say(id_, what=script.asked[self.op], got=type_name(found), count=count)
                return None, Finding(Kind.FORM, Verdict.WA, message)
            if len(found) != count:
                message = say("form.count", what=script.asked[self.op], got=len(found), count=count)
                return None, Finding(Kind.FORM, Verdict.WA, message)
            found = found[item]
        return found, None


def first_failure(script: Script, answers: Answers, ops: Sequence[int]) -> Finding | None:
    """Return why one of `ops`, in order, has no answer; None if all have one."""
    for number in ops:
        if not isinstance(answers[number], Returned):
            return failure(script, answers, number)
    return None


def failure(script: Script, answers: Answers, number: int, *, label: str = "", after: str = "") -> Finding:
    """Return the finding for an operation that raised or whose value cannot be sent."""
    answer, op, what = answers[number], script.ops[number], script.asked[number]
    if isinstance(answer, Unsendable):
        message = say(
            "form.unsendable", what=label or what, got=printable(answer.type), reason=printable(answer.reason)
        )
        return Finding(Kind.FORM, Verdict.WA, message)
    if not isinstance(answer, Raised):
        raise TypeError(f"operation {number} did not fail")
    details = {"asked": what, "exception": exception(answer)}
    if answer.missing:
        id_ = "form.attribute_missing" if isinstance(op, GetAttr) else "form.method_missing"
        owner = "self." if after else ""
        message = say(id_, what=f"{owner}{op.name}", after=after)
        if answer.near:
            message += say("form.near", name=f"{owner}{printable(answer.near)}")
        return Finding(Kind.FORM, Verdict.WA, message)
    return _raised(answer, op, what, details)


def _raised(answer: Raised, op: Op, what: str, details: dict[str, Any]) -> Finding:
    line = f" on line {answer.frames[-1].line}" if answer.frames else ""
    if answer.type in _MEMORY_ERRORS:
        return Finding(Kind.RAISED, Verdict.MLE, say("run.memory", what=what, line=line), details)
    if answer.type == "NotImplementedError":
        return Finding(Kind.RAISED, Verdict.RTE, say("run.not_implemented", what=what), details)
    if answer.type == "TypeError" and not answer.frames and isinstance(op, Call | Construct):
        return Finding(Kind.FORM, Verdict.RTE, say("run.signature", what=op.name, expected=what), details)
    if answer.type == "ValueError" and "read-only" in answer.message:
        return Finding(Kind.FORM, Verdict.WA, say("run.readonly", what=what, line=line), details)
    message = say("run.raised", what=what, type=printable(answer.type), line=line)
    problem = import_problem(answer)
    return Finding(Kind.RAISED, Verdict.RTE, f"{message} {problem}" if problem else message, details)


def import_problem(raised: Raised) -> str:
    """Return what an import error of Python or of the sandbox says about its module; empty for any other error."""
    if raised.type not in _IMPORT_ERRORS:
        return ""
    found = ((id_, pattern.match(raised.message)) for id_, pattern in _IMPORT_PROBLEMS.items())
    return next((say(id_, **match.groupdict()) for id_, match in found if match), "")


def exception(raised: Raised) -> dict[str, Any]:
    """Return an exception as report data: hostile text made printable, and only the student's own frames."""
    frames = [
        {"line": frame.line, "function": printable(frame.function), "code": printable(frame.code)}
        for frame in raised.frames
    ]
    message = say("run.near", message=raised.message, near=raised.near) if raised.near else raised.message
    return {"type": printable(raised.type), "message": printable(message, keep="\n"), "frames": frames}


def printable(text: str, keep: str = "") -> str:
    r"""Return `text` with every character that could affect a terminal or a page written as ``\x1b`` or ``\u202e``."""
    return "".join(
        char if char.isprintable() or char in keep else char.encode("unicode_escape").decode("ascii") for char in text
    )


def type_name(value: object) -> str:
    """Return the name of a value's type in sentences."""
    return type(value).__name__
