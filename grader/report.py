"""The report: the immutable, versioned result of one grading.

A wrong answer is data, never an exception. Every field is plain data, so a report survives a round trip through JSON,
SQL and the API unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

SCHEMA_VERSION = 1


class Verdict(StrEnum):
    """The verdict on a check or a whole submission, with the abbreviations of programming contests.

    The members are in order of severity: the verdict of a report is the most severe one of its checks, or PAC if some
    checks earned points and others failed.
    """

    AC = "AC"  # accepted
    PAC = "PAC"  # partially accepted: some points
    WA = "WA"  # wrong answer
    OLE = "OLE"  # output limit exceeded
    TLE = "TLE"  # time limit exceeded
    MLE = "MLE"  # memory limit exceeded
    RTE = "RTE"  # the submission raised or its process died
    SC = "SC"  # the submission made a forbidden system call or broke the protocol
    CE = "CE"  # does not load: not gradable, costs no attempt
    IE = "IE"  # our fault: retried, then shown to staff
    SKIP = "SKIP"  # not run, because a stage that it depends on failed


class Stage(StrEnum):
    """The five stages of checks, in the order in which they run."""

    LOADS = "loads"
    FORWARD = "forward"
    BACKWARD = "backward"
    GRADCHECK = "gradcheck"
    PROPERTIES = "properties"


class Outcome(StrEnum):
    """The three outcomes of a grading, which are never mixed."""

    GRADED = "graded"
    NOT_GRADABLE = "not_gradable"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Check:
    """A judged check.

    Attributes:
        id: stable within the exercise, for example ``backward.grad_bias``.
        stage: the stage it belongs to.
        verdict: its verdict; SKIP if an earlier failure made it pointless.
        points: the points earned.
        max_points: the points it is worth.
        message: one sentence for the student.
        details: plain JSON data. Known keys: ``asked`` (the call), ``case`` (name of the inputs), ``worst``
            (``{"index": [...], "expected": float, "got": float}``), ``error`` and ``tolerance`` (floats),
            ``shape_expected``, ``shape_got``, ``dtype_got``, ``exception`` (``{"type", "message", "frames": [{"line",
            "function", "code"}]}``, the student's own frames only), ``output`` (captured print), ``notes`` (list),
            ``picture`` (see `grader.pictures`), ``values`` (what was compared: ``inputs``, each with its ``name``, and
            for wrong numbers ``expected``, ``got`` and ``wrong``, the places in the flat arrays. An array has its
            ``shape`` and ``dtype``, and its ``numbers`` in one flat list if it is small. Older reports have none).
    """

    id: str
    stage: Stage
    verdict: Verdict
    points: int
    max_points: int
    message: str
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_about_numbers(self) -> bool:
        """Whether it says only that a number is wrong, rather than what is wrong."""
        return not {"worst", "error"}.isdisjoint(self.details)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The known mistake that the student's numbers match.

    Attributes:
        id: the id of the mistake, for example ``unsummed_bias``.
        title: one sentence that names the mistake.
        hint: what to look at next.
        confidence: from 0 to 1.
        check: the id of the check that it explains.
        nudge: a question that points toward the mistake without giving it away; the step before the hint.
        explanation: what is wrong and what would be correct; the step after the hint.
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
    """Everything that a grade depends on: the same source, seed and fingerprint give the same report.

    Attributes:
        exercise_hash: SHA-256 of the exercise's files that affect a grade.
        engine_version: the version of this distribution.
        numpy_version: the version of NumPy in the sandbox and in the grader.
        python_version: the version of Python in both.
        policy_hash: SHA-256 of the sandbox policy.
        sandbox_tier: T1, T2, T3 or T4.
        limits: the limits in force; names end in their units.
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
        """The outcome of this report."""
        if self.verdict is Verdict.CE:
            return Outcome.NOT_GRADABLE
        if self.verdict is Verdict.IE:
            return Outcome.ERROR
        return Outcome.GRADED

    @property
    def first_failure(self) -> Check | None:
        """The failed check to show first: of the first stage that fails, one that says more than two numbers."""
        failed = [check for check in self.checks if check.verdict not in {Verdict.AC, Verdict.SKIP}]
        same_stage = [check for check in failed if check.stage is failed[0].stage]
        return next((check for check in same_stage if not check.is_about_numbers), failed[0] if failed else None)

    @property
    def repeated_exceptions(self) -> Mapping[str, tuple[str, ...]]:
        """For each check that is the first of several with the same exception: the other ones, by their ids."""
        same: list[tuple[Any, list[str]]] = []
        for check in self.checks:
            raised = check.details.get("exception")
            known = next((ids for one, ids in same if one == raised), None)
            if raised and known is None:
                same.append((raised, [check.id]))
            elif raised and known is not None:
                known.append(check.id)
        return {first: tuple(others) for _, (first, *others) in same if others}

    @property
    def main_diagnosis(self) -> Diagnosis | None:
        """The diagnosis that heads the report: the surest of the first stage that fails, if that stage has one."""
        failure, order = self.first_failure, list(Stage)
        if failure is None:
            return None
        limit = order.index(failure.stage)
        fitting = (one for one in self.diagnoses if order.index(Stage(one.check.partition(".")[0])) <= limit)
        return max(fitting, key=lambda one: one.confidence, default=None)

    @property
    def other_diagnoses(self) -> tuple[Diagnosis, ...]:
        """The diagnoses besides the main one."""
        main = self.main_diagnosis
        return tuple(one for one in self.diagnoses if one is not main)

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON data; `from_json` is its inverse."""
        data = asdict(self)
        first = ("schema_version", "exercise", "exercise_version", "verdict", "points", "max_points")
        return {key: data[key] for key in first} | data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Report:
        """Build a report from the data of `to_json`.

        Raises:
            ValueError: if the schema version is not the one that this code writes.
        """
        if data["schema_version"] != SCHEMA_VERSION:
            raise ValueError(f"this version reads report schema {SCHEMA_VERSION}, not {data['schema_version']}")
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
