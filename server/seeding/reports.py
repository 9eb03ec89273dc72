"""The few results that all seeded attempts share: short reports in the format of the grader."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from grader.report import Check, Diagnosis, Fingerprint, Report, Stage, Verdict

SEED = 20261123
EXERCISE_HASH = hashlib.sha256(b"seeded").hexdigest()
_FINGERPRINT = Fingerprint("seeded", "0", "0", "0", "seeded", "T1", {})
_CHECKS = (
    ("loads.module", Stage.LOADS, 10),
    ("forward.output", Stage.FORWARD, 35),
    ("backward.grad_x", Stage.BACKWARD, 35),
    ("properties.linear", Stage.PROPERTIES, 20),
)
_AC, _WA, _RTE, _TLE, _CE, _SKIP = Verdict.AC, Verdict.WA, Verdict.RTE, Verdict.TLE, Verdict.CE, Verdict.SKIP

# Verdict of the report, verdicts of the checks, and the mistake that was recognized.
_OUTCOMES: tuple[tuple[Verdict, tuple[Verdict, ...], str], ...] = (
    (Verdict.AC, (_AC, _AC, _AC, _AC), ""),
    (Verdict.PAC, (_AC, _AC, _WA, _AC), "unsummed"),
    (Verdict.PAC, (_AC, _AC, _AC, _WA), "changes_input"),
    (Verdict.PAC, (_AC, _AC, _WA, _WA), "transposed"),
    (Verdict.PAC, (_AC, _WA, _AC, _AC), ""),
    (Verdict.WA, (_AC, _WA, _WA, _WA), "wrong_axis"),
    (Verdict.RTE, (_AC, _RTE, _SKIP, _SKIP), ""),
    (Verdict.TLE, (_AC, _AC, _TLE, _SKIP), ""),
    (Verdict.CE, (_CE, _SKIP, _SKIP, _SKIP), ""),
)
_TITLES = {
    "unsummed": "The gradient is not summed over the batch.",
    "changes_input": "The input is changed in place.",
    "transposed": "The gradient is transposed.",
    "wrong_axis": "The wrong axis is reduced.",
}
ACCEPTED = 0  # the index of the accepted result in `results_of`


@dataclass(frozen=True, slots=True)
class Result:
    """A source and its result.

    Attributes:
        digest: the SHA-256 of the source.
        report: the report as data.
        text: the report as JSON.
        mistake: id and title of the mistake that was recognized, if any.
    """

    source: str
    digest: str
    verdict: Verdict
    points: int
    report: dict[str, Any]
    text: str
    mistake: tuple[str, str] | None


def results_of(slug: str, version: int) -> tuple[Result, ...]:
    """Return every result that a seeded attempt at this exercise can have, the accepted one first."""
    return tuple(_result(slug, version, number, *outcome) for number, outcome in enumerate(_OUTCOMES))


def _result(
    slug: str, version: int, number: int, verdict: Verdict, verdicts: tuple[Verdict, ...], mistake: str
) -> Result:
    checks = tuple(
        Check(name, stage, found, worth if found is _AC else 0, worth, "")
        for (name, stage, worth), found in zip(_CHECKS, verdicts, strict=True)
    )
    failed = next((check.id for check in checks if check.verdict is not _AC), "")
    diagnoses = (Diagnosis(mistake, _TITLES[mistake], "", 1.0, failed),) if mistake else ()
    points = sum(check.points for check in checks)
    report = Report(slug, version, verdict, points, 100, SEED, _FINGERPRINT, checks, diagnoses, 1.0).to_json()
    source = f"def forward(x):\n    return x  # variant {number}\n"
    return Result(
        source=source,
        digest=hashlib.sha256(source.encode()).hexdigest(),
        verdict=verdict,
        points=points,
        report=report,
        text=json.dumps(report, separators=(",", ":")),
        mistake=(mistake, _TITLES[mistake]) if mistake else None,
    )
