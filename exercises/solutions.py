"""The two kinds of solutions in an exercise's folder: those that must pass and those with a known mistake."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Solution:
    """A solution that must get full points.

    Attributes:
        id: the name of the file without ``.py``.
        source: the text of the file.
    """

    id: str
    source: str


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A known mistake, as a solution with this mistake.

    Attributes:
        id: the id in mistakes.toml; also the id of the diagnosis.
        title: one sentence that names the mistake.
        nudge: a question that leads toward the mistake without giving it away; the first of three steps of help.
        hint: what to look at next; the second step of help.
        explanation: what is wrong and what is right, with the formula; the third step of help.
        stage: the first stage that rejects it.
        named: the id of its first diagnosis; its own id unless mistakes.toml says otherwise.
        source: the text of the solution.
        base: the accepted solution that it is compared with.
        variants: the texts of the same solution with other values of one number, such as a small epsilon.
    """

    id: str
    title: str
    nudge: str
    hint: str
    explanation: str
    stage: str
    named: str
    source: str
    base: Solution
    variants: tuple[str, ...] = ()
