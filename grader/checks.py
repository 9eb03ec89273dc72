"""Turn findings into the checks of a report, and combine their verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.compare import Finding, Kind
from grader.messages import say, say_property
from grader.plans import PlannedCheck
from grader.report import Check, Stage, Verdict
from grader.script import printable

MAX_OUTPUT_CHARS = 4000
_CUT = "\n[The rest of the output is not shown.]\n"
_SEVERITY = list(Verdict)
_DECISIVE = (Verdict.IE, Verdict.CE, Verdict.SC)


def verdict_of(checks: Sequence[Check]) -> Verdict:
    """Return the combined verdict of some checks: the most severe one, or PAC if some points were earned."""
    verdicts = {check.verdict for check in checks}
    for verdict in _DECISIVE:
        if verdict in verdicts:
            return verdict
    if verdicts == {Verdict.AC}:
        return Verdict.AC
    if any(check.points for check in checks):
        return Verdict.PAC
    ran = verdicts - {Verdict.SKIP, Verdict.AC}
    return max(ran, key=_SEVERITY.index) if ran else Verdict.SKIP


def checked(stage: Stage, planned: PlannedCheck, finding: Finding) -> Check:
    """Return a planned check with its finding; it earns all of its points or none."""
    points = planned.points if finding.kind is Kind.RIGHT else 0
    return Check(planned.id, stage, finding.verdict, points, planned.points, finding.message, finding.details)


def skipped(stage: Stage, planned: PlannedCheck, reason: str) -> Check:
    """Return a planned check that was not run; `reason` is the sentence that says why."""
    return Check(planned.id, stage, Verdict.SKIP, 0, planned.points, say(reason))


def summary(findings: Sequence[Finding], stage: Stage, check: str, own: Mapping[str, str]) -> Finding:
    """Combine correct findings into one, with the largest error among them and all notes.

    Args:
        findings: the findings.
        stage: their stage.
        check: the id of their check.
        own: the spec's own sentences for properties.
    """
    details: dict[str, Any] = {}
    measured = [finding.details for finding in findings if "error" in finding.details]
    if measured:
        worst = max(measured, key=lambda details: details["error"] / details["tolerance"])
        details = {"error": worst["error"], "tolerance": worst["tolerance"]}
    notes = [note for finding in findings for note in finding.details.get("notes", ())]
    if notes:
        details["notes"] = notes
    count = sum(finding.count for finding in findings)
    if stage is Stage.PROPERTIES:
        message = say_property(check.partition(".")[2], own)
    else:
        some = {0: "value.ok_none", 1: "value.ok_one"}.get(count, "value.ok")
        message = say("slopes.ok" if stage is Stage.GRADCHECK else some, count=count)
    return Finding(Kind.RIGHT, Verdict.AC, message, details, count)


def with_output(checks: Sequence[Check], output: str) -> list[Check]:
    """Attach the captured output to the first check that failed, or to the first one if none did."""
    if not output.strip():
        return list(checks)
    clean = [Verdict.AC, Verdict.SKIP]
    place = next((place for place, check in enumerate(checks) if check.verdict not in clean), 0)
    rest = _CUT if len(output) > MAX_OUTPUT_CHARS else ""
    shown = printable(output[:MAX_OUTPUT_CHARS], keep="\n\t") + rest
    return [
        replace(check, details={**check.details, "output": shown}) if at == place else check
        for at, check in enumerate(checks)
    ]
