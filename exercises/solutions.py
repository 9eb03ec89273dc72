"""The two kinds of solution in an exercise's folder: those that must pass and those that make a known mistake."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Solution:
    """A solution that must get full points.

    Attributes:
        id: the file's name without ``.py``.
        source: its text.
    """

    id: str
    source: str


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A known mistake, as a solution that makes it.

    Attributes:
        id: its id in mistakes.toml; also the id of the diagnosis.
        title: one sentence that names the mistake.
        nudge: a question that leads toward it and gives nothing away; the first of three steps of help.
        hint: what to look at next; the second step.
        explanation: what is wrong and what is right, with the formula; the third step.
        stage: the first stage that rejects it.
        named: id of the diagnosis it must get first; its own unless mistakes.toml says otherwise.
        source: its text.
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
