"""What gradings add to the counts. Values only, no database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from grader.report import Verdict
from server.submissions.models import Submission
from server.text.times import zone

Report = Mapping[str, Any]  # as grader.report.Report.to_json() writes it

NOT_RUN = {Verdict.SKIP, Verdict.IE}  # skipped, or broken on our side
WITHHELD = "withheld"  # the id where a course withholds the name of the mistake


@dataclass(frozen=True, slots=True)
class CountedAttempt:
    """A submission as far as the counts need it; `day` is that of its receipt, in the course's time zone."""

    submission_id: int
    item_id: int
    user_id: int
    day: date

    @classmethod
    def of(cls, submission: Submission) -> CountedAttempt:
        """Make one from a submission."""
        there = zone(submission.exercise.assignment.course.timezone)
        day = submission.received_at.astimezone(there).date()
        return cls(submission.id, submission.assignment_exercise_id, submission.user_id, day)


@dataclass(slots=True)
class CheckDelta:
    """How much more often a check ran and failed."""

    stage: str
    ran: int = 0
    failed: int = 0


@dataclass(slots=True)
class MistakeTally:
    """How often a mistake was diagnosed for a student, and the last attempt that showed it."""

    times: int = 0
    submission_id: int = 0
    title: str = ""

    def add(self, submission_id: int, title: str) -> None:
        """Count it once more, for this attempt."""
        self.times += 1
        if submission_id >= self.submission_id:
            self.submission_id, self.title = submission_id, title


Mistakes = dict[
    tuple[int, str, int], MistakeTally
]  # by exercise, mistake, student: the order in which they are written


def new_mistakes() -> Mistakes:
    """Return an empty mapping that adds keys on access."""
    return defaultdict(MistakeTally)


@dataclass(slots=True)
class Tally:
    """What some gradings add to the counts, and what the gradings that they replace subtract.

    Attributes:
        checks: counts by exercise and check.
        days: attempts by exercise and day.
        mistakes: the mistakes that were added, each with its attempt.
        submissions: all that were counted in or out.
        recount: the exercises and students with a removed mistake: their mistakes are counted again from the student's
            other attempts, because only these show which was the last.
        has_removed: whether anything was taken out.
    """

    checks: dict[tuple[int, str], CheckDelta] = field(default_factory=dict)
    days: Counter[tuple[int, date]] = field(default_factory=Counter)
    mistakes: list[tuple[CountedAttempt, tuple[str, str]]] = field(default_factory=list)
    submissions: set[int] = field(default_factory=set)
    recount: set[tuple[int, int]] = field(default_factory=set)
    has_removed: bool = False

    def add(self, attempt: CountedAttempt, report: Report, sign: int = 1) -> None:
        """Add a report, or remove it with sign −1; one that is not gradable does not count."""
        if report["verdict"] == Verdict.CE:
            return
        self.has_removed = self.has_removed or sign < 0
        self.submissions.add(attempt.submission_id)
        self.days[attempt.item_id, attempt.day] += sign
        for check in report["checks"]:
            if check["verdict"] in NOT_RUN:
                continue
            key = (attempt.item_id, str(check["id"])[:120])
            found = self.checks.setdefault(key, CheckDelta(str(check["stage"])[:20]))
            found.ran += sign
            found.failed += sign * (check["verdict"] != Verdict.AC)
        found_mistake = first_mistake(report)
        if found_mistake is None:
            return
        if sign > 0:
            self.mistakes.append((attempt, found_mistake))
        else:
            self.recount.add((attempt.item_id, attempt.user_id))


def first_mistake(report: Report) -> tuple[str, str] | None:
    """Return id and title of the first diagnosis, which is the likeliest."""
    if not report["diagnoses"]:
        return None
    first = report["diagnoses"][0]
    return mistake(first["id"], first["title"])


def mistake(mistake_id: object, title: object) -> tuple[str, str] | None:
    """Return a mistake as the counts name it; None if there is none or if its name is withheld."""
    return None if mistake_id in (None, WITHHELD) else (str(mistake_id)[:120], str(title)[:300])
