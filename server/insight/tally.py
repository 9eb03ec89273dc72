"""What gradings add to the counts: values only, no database."""

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
WITHHELD = "withheld"  # stands where a course holds the mistake's name back


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the counts need to know of a submission; `day` is that of its receipt, where the course is."""

    submission_id: int
    item_id: int
    user_id: int
    day: date

    @classmethod
    def of(cls, submission: Submission) -> Attempt:
        """The attempt that a submission is."""
        there = zone(submission.exercise.assignment.course.timezone)
        day = submission.received_at.astimezone(there).date()
        return cls(submission.id, submission.assignment_exercise_id, submission.user_id, day)


@dataclass(slots=True)
class Check:
    """How much more often a check ran and failed."""

    stage: str
    ran: int = 0
    failed: int = 0


@dataclass(slots=True)
class Told:
    """How often a student was told of a mistake, and the last attempt that showed it."""

    times: int = 0
    submission_id: int = 0
    title: str = ""

    def add(self, submission_id: int, title: str) -> None:
        """Once more, by this attempt."""
        self.times += 1
        if submission_id >= self.submission_id:
            self.submission_id, self.title = submission_id, title


Mistakes = dict[tuple[int, str, int], Told]  # by exercise, mistake, student: the order in which they are written


def no_mistakes() -> Mistakes:
    """None yet; each key is there as soon as it is asked for."""
    return defaultdict(Told)


@dataclass(slots=True)
class Tally:
    """What some gradings add to the counts, and what those that they replace take away.

    Attributes:
        checks: by exercise and check.
        days: attempts by exercise and day.
        told: the mistakes that were added, each with its attempt.
        submissions: all that were counted in or out.
        anew: the exercises and students of whose mistakes some were taken out: which was the last then shows only from
            the student's other attempts.
        has_removed: whether anything was taken out.
    """

    checks: dict[tuple[int, str], Check] = field(default_factory=dict)
    days: Counter[tuple[int, date]] = field(default_factory=Counter)
    told: list[tuple[Attempt, tuple[str, str]]] = field(default_factory=list)
    submissions: set[int] = field(default_factory=set)
    anew: set[tuple[int, int]] = field(default_factory=set)
    has_removed: bool = False

    def add(self, attempt: Attempt, report: Report, sign: int = 1) -> None:
        """Take a report in, or with sign −1 out; one that is not gradable counts nowhere."""
        if report["verdict"] == Verdict.CE:
            return
        self.has_removed = self.has_removed or sign < 0
        self.submissions.add(attempt.submission_id)
        self.days[attempt.item_id, attempt.day] += sign
        for check in report["checks"]:
            if check["verdict"] in NOT_RUN:
                continue
            key = (attempt.item_id, str(check["id"])[:120])
            found = self.checks.setdefault(key, Check(str(check["stage"])[:20]))
            found.ran += sign
            found.failed += sign * (check["verdict"] != Verdict.AC)
        found_mistake = first_mistake(report)
        if found_mistake is None:
            return
        if sign > 0:
            self.told.append((attempt, found_mistake))
        else:
            self.anew.add((attempt.item_id, attempt.user_id))


def first_mistake(report: Report) -> tuple[str, str] | None:
    """Id and title of the mistake that the student was told of; a report's first diagnosis is the likeliest."""
    if not report["diagnoses"]:
        return None
    first = report["diagnoses"][0]
    return mistake(first["id"], first["title"])


def mistake(mistake_id: object, title: object) -> tuple[str, str] | None:
    """A mistake as the counts name it; None for none, and for one whose name is not told."""
    return None if mistake_id in (None, WITHHELD) else (str(mistake_id)[:120], str(title)[:300])
