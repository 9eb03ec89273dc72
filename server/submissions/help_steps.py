"""How much help a course gives with a mistake: the steps that it holds back never leave the server."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from server.submissions import labels

Report = Mapping[str, Any]


class HelpSteps(IntEnum):
    """Up to where students are helped; each step includes those before it."""

    NOTHING = 0  # checks and numbers only
    NUDGE = 1  # a question that gives nothing away
    HINT = 2  # the mistake by its name, and where to look
    EXPLANATION = 3  # what is wrong and what is right


HELP_WORDS = {
    HelpSteps.NOTHING: "none: checks and numbers only",
    HelpSteps.NUDGE: "a question that gives nothing away",
    HelpSteps.HINT: "the mistake by its name, and where to look",
    HelpSteps.EXPLANATION: "what is wrong and what is right",
}


def withhold(report: Report, steps: HelpSteps) -> Report:
    """Return a report whose diagnoses hold no more than `steps` of help."""
    diagnoses = [_only(diagnosis, steps) for diagnosis in report["diagnoses"] if steps is not HelpSteps.NOTHING]
    return {**report, "diagnoses": diagnoses}


def _only(diagnosis: Report, steps: HelpSteps) -> Report:
    if steps is HelpSteps.EXPLANATION:
        return diagnosis
    if steps is HelpSteps.HINT:
        return {**diagnosis, "explanation": ""}
    # The title and the id name the mistake: the question takes their place.
    nudge = diagnosis.get("nudge") or labels.NUDGE
    return {**diagnosis, "id": "withheld", "title": nudge, "hint": labels.NUDGE_NEXT, "explanation": ""}
