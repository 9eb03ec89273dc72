"""What verdicts, stages and states are called on pages: one word or two each, with a glyph that means the same."""

from __future__ import annotations

from dataclasses import dataclass

from grader.report import Stage, Verdict
from server.submissions.models import JobState


@dataclass(frozen=True, slots=True)
class Word:
    """How a state is shown; `tone` names the colours: ok, part, bad, ours or quiet."""

    text: str
    glyph: str
    tone: str


VERDICTS = {
    Verdict.AC: Word("right", "✓", "ok"),
    Verdict.PAC: Word("partly right", "◐", "part"),
    Verdict.WA: Word("wrong", "✗", "bad"),
    Verdict.OLE: Word("too much output", "✗", "bad"),
    Verdict.TLE: Word("too slow", "✗", "bad"),
    Verdict.MLE: Word("too much memory", "✗", "bad"),
    Verdict.RTE: Word("raised an error", "✗", "bad"),
    Verdict.SC: Word("forbidden call", "✗", "bad"),
    Verdict.CE: Word("does not load", "✗", "bad"),
    Verdict.IE: Word("our fault", "!", "ours"),
    Verdict.SKIP: Word("not run", "–", "quiet"),
}

STAGES = {
    Stage.LOADS: "Loads",
    Stage.FORWARD: "Forward",
    Stage.BACKWARD: "Backward",
    Stage.GRADCHECK: "Gradient check",
    Stage.PROPERTIES: "Properties",
}

STATES = {
    JobState.QUEUED: Word("waiting", "…", "quiet"),
    JobState.RUNNING: Word("being graded", "…", "quiet"),
    JobState.GRADED: Word("graded", "✓", "ok"),
    JobState.NOT_GRADABLE: Word("not gradable", "✗", "bad"),
    JobState.ERROR: Word("our fault", "!", "ours"),
    JobState.SUPERSEDED: Word("replaced by a newer one", "–", "quiet"),
}

OUR_FAULT = "Not your code: the grading broke on our side."
OUR_FAULT_NEXT = "It costs you no attempt and no points. The staff has been told; you need not send it again."
ALL_RIGHT = "Everything is right."
NOT_GRADABLE_NEXT = "It could not be graded, so it costs no attempt."

NUDGE = "The numbers look like those of a known mistake."
NUDGE_NEXT = (
    "Your course gives a question here and leaves the mistake for you to find; the first failed check shows where."
)
