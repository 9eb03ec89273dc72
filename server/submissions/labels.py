"""The labels of verdicts, stages and states on pages, each with a glyph that means the same."""

from __future__ import annotations

from dataclasses import dataclass

from grader.report import Stage, Verdict
from server.submissions.models import JobState


@dataclass(frozen=True, slots=True)
class Label:
    """How a state is shown; `tone` names the colors: ok, part, bad, ours or quiet."""

    text: str
    glyph: str
    tone: str


VERDICTS = {
    Verdict.AC: Label("right", "✓", "ok"),
    Verdict.PAC: Label("partly right", "◐", "part"),
    Verdict.WA: Label("wrong", "✗", "bad"),
    Verdict.OLE: Label("too much output", "✗", "bad"),
    Verdict.TLE: Label("too slow", "✗", "bad"),
    Verdict.MLE: Label("too much memory", "✗", "bad"),
    Verdict.RTE: Label("raised an error", "✗", "bad"),
    Verdict.SC: Label("forbidden call", "✗", "bad"),
    Verdict.CE: Label("does not load", "✗", "bad"),
    Verdict.IE: Label("our fault", "!", "ours"),
    Verdict.SKIP: Label("not run", "–", "quiet"),
}

STAGES = {
    Stage.LOADS: "Loads",
    Stage.FORWARD: "Forward",
    Stage.BACKWARD: "Backward",
    Stage.GRADCHECK: "Gradient check",
    Stage.PROPERTIES: "Properties",
}

STATES = {
    JobState.QUEUED: Label("waiting", "…", "quiet"),
    JobState.RUNNING: Label("being graded", "…", "quiet"),
    JobState.GRADED: Label("graded", "✓", "ok"),
    JobState.NOT_GRADABLE: Label("not gradable", "✗", "bad"),
    JobState.ERROR: Label("our fault", "!", "ours"),
    JobState.SUPERSEDED: Label("replaced by a newer one", "–", "quiet"),
}

OUR_FAULT = "Not your code: the grading broke on our side."
OUR_FAULT_NEXT = "It costs you no attempt and no points. The staff has been told; you need not send it again."
ALL_RIGHT = "Everything is right."
NOT_GRADABLE_NEXT = "It could not be graded, so it costs no attempt."

NUDGE = "The numbers look like those of a known mistake."
NUDGE_NEXT = (
    "Your course gives a question here and leaves the mistake for you to find; the first failed check shows where."
)
