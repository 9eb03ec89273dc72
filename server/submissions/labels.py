"""The labels of verdicts, stages and states on pages, each with a glyph of the same meaning."""

from __future__ import annotations

from dataclasses import dataclass

from grader.report import Stage, Verdict
from grader.stage_names import stage_name
from server.submissions.models import JobState


@dataclass(frozen=True, slots=True)
class Label:
    """How a state is shown; `tone` names the colors: ok, part, bad, ours or quiet."""

    text: str
    glyph: str
    tone: str


VERDICTS = {
    Verdict.AC: Label("correct", "✓", "ok"),
    Verdict.PAC: Label("partly correct", "◐", "part"),
    Verdict.WA: Label("wrong", "✗", "bad"),
    Verdict.OLE: Label("too much output", "✗", "bad"),
    Verdict.TLE: Label("too slow", "✗", "bad"),
    Verdict.MLE: Label("too much memory", "✗", "bad"),
    Verdict.RTE: Label("raised an error", "✗", "bad"),
    Verdict.SC: Label("forbidden call", "✗", "bad"),
    Verdict.CE: Label("does not load", "✗", "bad"),
    Verdict.IE: Label("error on our side", "!", "ours"),
    Verdict.SKIP: Label("not run", "–", "quiet"),
}

STAGES = {
    Stage.LOADS: "Loads",
    Stage.FORWARD: "Forward",
    Stage.BACKWARD: "Backward",
    Stage.GRADCHECK: "Gradient check",
    Stage.PROPERTIES: "Properties",
}


def stage_title(slug: str, stage: Stage) -> str:
    """Return the title of a stage of an exercise; that of an optimizer has a step instead of a forward pass."""
    name = stage_name(slug, stage)
    return STAGES[stage] if name == stage.value else name.capitalize()


STATES = {
    JobState.QUEUED: Label("waiting", "…", "quiet"),
    JobState.RUNNING: Label("being graded", "…", "quiet"),
    JobState.GRADED: Label("graded", "✓", "ok"),
    JobState.NOT_GRADABLE: Label("not gradable", "✗", "bad"),
    JobState.ERROR: Label("error on our side", "!", "ours"),
    JobState.SUPERSEDED: Label("replaced by a newer one", "–", "quiet"),
}

OUR_FAULT = "Grading failed because of an error on our side, not because of your code."
OUR_FAULT_NEXT = (
    "You do not lose an attempt or any points. The course staff can see the failure, so you do not need to submit "
    "again."
)
ALL_CORRECT = "Everything is correct."
CLOSED = "The assignment is closed."
NO_ATTEMPT_LEFT = "You have no attempts left."
NOT_GRADABLE_NEXT = "Code that does not load does not use an attempt."

MATCHED = "Your results match a known mistake."
RESEMBLED = "Your results resemble a known mistake."

NUDGE = "These numbers match a known mistake."
NUDGE_NEXT = (
    "Your course shows a question instead of the name of the mistake. The first failed check shows where to look."
)
