"""The labels of verdicts, stages and states on pages, each with a glyph of the same meaning."""

from __future__ import annotations

from server.submissions.models import JobState
from server.submissions.report_labels import (
    ALL_CORRECT,
    NOT_GRADABLE_NEXT,
    OUR_FAULT,
    OUR_FAULT_NEXT,
    STAGES,
    VERDICTS,
    Label,
    stage_title,
)

__all__ = [
    "ALL_CORRECT",
    "CLOSED",
    "NOT_GRADABLE_NEXT",
    "NO_ATTEMPT_LEFT",
    "NUDGE",
    "NUDGE_NEXT",
    "OUR_FAULT",
    "OUR_FAULT_NEXT",
    "STAGES",
    "STATES",
    "VERDICTS",
    "Label",
    "stage_title",
]

STATES = {
    JobState.QUEUED: Label("waiting", "…", "quiet"),
    JobState.RUNNING: Label("being graded", "…", "quiet"),
    JobState.GRADED: Label("graded", "✓", "ok"),
    JobState.NOT_GRADABLE: Label("not gradable", "✗", "bad"),
    JobState.ERROR: Label("error on our side", "!", "ours"),
    JobState.SUPERSEDED: Label("replaced by a newer one", "–", "quiet"),
}

CLOSED = "The assignment is closed."
NO_ATTEMPT_LEFT = "You have no attempts left."
NUDGE = "These numbers match a known mistake."
NUDGE_NEXT = (
    "Your course shows a question instead of the name of the mistake. The first failed check shows where to look."
)
