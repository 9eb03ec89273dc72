"""The report: the frozen, versioned result of one grading.

A wrong answer is data, never an exception. Every field is plain data, so a report is equal to itself after a trip
through JSON, through SQL and through the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

SCHEMA_VERSION = 1


class Verdict(StrEnum):
    """How a check or a whole submission ended, as judges in the field abbreviate it.

    The order of the members is the order of severity: the verdict of a report is the most severe of its checks, where
    a report with some points and some wrong checks is PAC.
    """

    AC = "AC"  # accepted
    PAC = "PAC"  # partially accepted: some points
    WA = "WA"  # wrong answer
    OLE = "OLE"  # output limit exceeded
    TLE = "TLE"  # time limit exceeded
    MLE = "MLE"  # memory limit exceeded
    RTE = "RTE"  # the submission raised or its process died
    SC = "SC"  # the submission tried a forbidden system call or left the protocol
    CE = "CE"  # does not load: not gradable, costs no attempt
    IE = "IE"  # our fault: retried, then shown to staff
    SKIP = "SKIP"  # not run, because an earlier stage it needs failed


class Stage(StrEnum):
    """The five stages of checks, in the order in which they run."""

    LOADS = "loads"
    FORWARD = "forward"
    BACKWARD = "backward"
    GRADCHECK = "gradcheck"
    PROPERTIES = "properties"


class Outcome(StrEnum):
    """The three outcomes of a grading, never mixed."""

    GRADED = "graded"
    NOT_GRADABLE = "not_gradable"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Check:
    """One judged check.

    Attributes:
        id: stable within the exercise, for example ``backward.grad_bias``.
        stage: the stage it belongs to.
        verdict: how it ended; SKIP when an earlier failure made it pointless.
        points: points earned.
        max_points: points it is worth.
        message: one sentence for the student.
        details: plain JSON data. Known keys: ``asked`` (what was asked), ``case`` (name of the inputs), ``worst``
            (``{"index": [...], "expected": float, "got": float}``), ``error`` and ``tolerance`` (floats),
            ``shape_expected``, ``shape_got``, ``dtype_got``, ``exception`` (``{"type", "message", "frames": [{"line",
            "function", "code"}]}``, the student's own frames only), ``output`` (captured print), ``notes`` (list),
            ``picture`` (see `grader.pictures`).
    """

    id: str
    stage: Stage
    verdict: Verdict
    points: int
    max_points: int
    message: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Which known mistake the student's numbers look like.

    Attributes:
        id: the mistake, for example ``unsummed_bias``.
        title: one sentence that names the mistake.
        hint: what to look at next.
        confidence: from 0 to 1.
        check: id of the check that it explains.
        nudge: a question that leads toward the mistake and gives nothing away; the step before the hint.
        explanation: what is wrong and what is correct; the step after the hint.
    """

    id: str
    title: str
    hint: str
    confidence: float
    check: str
    nudge: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a grade depends on: the same text under the same fingerprint and seed gives the same report.

    Attributes:
        exercise_hash: SHA-256 over the exercise's files that decide a grade.
        engine_version: version of this distribution.
        numpy_version: NumPy in the sandbox and in the grader.
        python_version: Python of both.
        policy_hash: SHA-256 of the sandbox policy.
        sandbox_tier: T1, T2, T3 or T4.
        limits: the limits of the grading; each name ends in its unit.
    """

    exercise_hash: str
    engine_version: str
    numpy_version: str
    python_version: str
    policy_hash: str
    sandbox_tier: str
    limits: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of grading one source with one seed. See `to_json` for its public form."""

    exercise: str
    exercise_version: int
    verdict: Verdict
    points: int
    max_points: int
    seed: int
    fingerprint: Fingerprint
    checks: tuple[Check, ...]
    diagnoses: tuple[Diagnosis, ...]
    elapsed_ms: float
    schema_version: int = SCHEMA_VERSION

    @property
    def outcome(self) -> Outcome:
        """Which of the three outcomes this report is."""
        if self.verdict is Verdict.CE:
            return Outcome.NOT_GRADABLE
        if self.verdict is Verdict.IE:
            return Outcome.ERROR
        return Outcome.GRADED

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON data; `from_json` is its inverse."""
        data = asdict(self)
        first = ("schema_version", "exercise", "exercise_version", "verdict", "points", "max_points")
        return {key: data[key] for key in first} | data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Report:
        """Build a report from `to_json` data.

        Raises:
            ValueError: if the schema version is not the one this code writes.
        """
        if data["schema_version"] != SCHEMA_VERSION:
            raise ValueError(f"report schema {data['schema_version']}: this version reads {SCHEMA_VERSION}")
        checks = tuple(
            Check(**{**item, "stage": Stage(item["stage"]), "verdict": Verdict(item["verdict"])})
            for item in data["checks"]
        )
        return cls(
            **{
                **data,
                "verdict": Verdict(data["verdict"]),
                "fingerprint": Fingerprint(**data["fingerprint"]),
                "checks": checks,
                "diagnoses": tuple(Diagnosis(**item) for item in data["diagnoses"]),
            }
        )
