"""The two kinds of solutions in the folder of an exercise: accepted ones, and those with a known mistake."""

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
        id: its id in mistakes.toml; also the id of the diagnosis.
        title: one sentence that names the mistake.
        nudge: a question that points to the mistake without naming it; the first of three steps of help.
        hint: what to look at next; the second step.
        explanation: what is wrong and what is correct, with the formula; the third step.
        stage: the first stage that rejects it.
        named: the id of the diagnosis that it must get first; its own id unless mistakes.toml says otherwise.
        source: the text of the solution.
        base: the accepted solution that it is compared with.
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
