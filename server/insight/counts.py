"""Raising the counts, in the transaction that puts a grading in force, in a number of statements that is fixed.

The rows of an exercise are shared by all its students. So they are written last, table after table and key after key
in one order: workers wait for each other as briefly as can be, and never in a circle. The caller commits next.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from grader.report import Verdict
from server.insight.models import CheckCount, DayCount, MistakeCount
from server.submissions.models import Grading, Purpose, Submission
from server.text.times import zone

Report = Mapping[str, Any]  # as grader.report.Report.to_json() writes it
Replacement = tuple[Submission, Report | None, Report | None]  # of which, the old one, the new one

NOT_RUN = {Verdict.SKIP, Verdict.IE}  # skipped, or broken on our side
WITHHELD = "withheld"  # stands where a course holds the mistake's name back
AT_A_TIME = 500  # rows in a statement, which no database refuses

_T = TypeVar("_T")


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
class _Check:
    stage: str
    ran: int = 0
    failed: int = 0


@dataclass(slots=True)
class _Told:
    """How often a student was told of a mistake, and the last attempt that showed it."""

    times: int = 0
    submission_id: int = 0
    title: str = ""

    def add(self, submission_id: int, title: str) -> None:
        self.times += 1
        if submission_id >= self.submission_id:
            self.submission_id, self.title = submission_id, title


Mistakes = dict[tuple[int, str, int], _Told]  # by exercise, mistake, student: the order in which they are written


def _no_mistakes() -> Mistakes:
    return defaultdict(_Told)


@dataclass(slots=True)
class Tally:
    """What some gradings add to the counts, and what those that they replace take away."""

    _checks: dict[tuple[int, str], _Check] = field(default_factory=dict)
    _days: Counter[tuple[int, date]] = field(default_factory=Counter)
    _added: list[tuple[Attempt, tuple[str, str]]] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)  # submissions
    _again: set[tuple[int, int]] = field(default_factory=set)  # whose mistakes, at which exercise, are counted anew
    _has_removed: bool = False

    def add(self, attempt: Attempt, report: Report, sign: int = 1) -> None:
        """Take a report in, or with sign −1 out; one that is not gradable counts nowhere."""
        if report["verdict"] == Verdict.CE:
            return
        self._has_removed = self._has_removed or sign < 0
        self._seen.add(attempt.submission_id)
        self._days[attempt.item_id, attempt.day] += sign
        for check in report["checks"]:
            if check["verdict"] in NOT_RUN:
                continue
            key = (attempt.item_id, str(check["id"])[:120])
            found = self._checks.setdefault(key, _Check(str(check["stage"])[:20]))
            found.ran += sign
            found.failed += sign * (check["verdict"] != Verdict.AC)
        mistake = first_mistake(report)
        if mistake is None:
            return
        if sign > 0:
            self._added.append((attempt, mistake))
        else:
            self._again.add((attempt.item_id, attempt.user_id))

    def write(self, session: Session) -> None:
        """Bring the tables up to date."""
        session.flush()  # whatever else is to be written is written before anybody has to wait for us
        self._write_mistakes(session)
        self._write_days(session)
        self._write_checks(session)

    def _write_mistakes(self, session: Session) -> None:
        more, anew = _no_mistakes(), _no_mistakes()
        for attempt, (mistake_id, title) in self._added:
            wanted = anew if (attempt.item_id, attempt.user_id) in self._again else more
            wanted[attempt.item_id, mistake_id, attempt.user_id].add(attempt.submission_id, title)
        users: dict[int, list[int]] = defaultdict(list)
        for item_id, user_id in sorted(self._again):
            users[item_id].append(user_id)
        for item_id, some in ((item_id, some) for item_id, ids in users.items() for some in _portions(ids)):
            _count_others(session, item_id, some, self._seen, anew)
            session.execute(
                delete(MistakeCount)
                .where(MistakeCount.assignment_exercise_id == item_id, MistakeCount.user_id.in_(some))
                .execution_options(synchronize_session=False)
            )
        _raise_mistakes(session, more | anew)

    def _write_days(self, session: Session) -> None:
        rows = [
            {"assignment_exercise_id": item_id, "day": day, "attempts": number}
            for (item_id, day), number in sorted(self._days.items())
            if number
        ]
        for some in _portions(rows):
            statement = _insert(session, DayCount.__table__).values(some)
            more = {"attempts": DayCount.attempts + statement.excluded.attempts}
            session.execute(
                statement.on_conflict_do_update(index_elements=["assignment_exercise_id", "day"], set_=more)
            )
        if self._has_removed and rows:
            _drop(session, DayCount, DayCount.attempts <= 0, {item_id for item_id, _ in self._days})

    def _write_checks(self, session: Session) -> None:
        rows = [
            {
                "assignment_exercise_id": item_id,
                "check_id": check_id,
                "stage": check.stage,
                "ran": check.ran,
                "failed": check.failed,
            }
            for (item_id, check_id), check in sorted(self._checks.items(), key=lambda pair: pair[0])
            if check.ran or check.failed
        ]
        for some in _portions(rows):
            statement = _insert(session, CheckCount.__table__).values(some)
            new = statement.excluded
            failed = CheckCount.failed + new.failed
            more = {"stage": new.stage, "ran": CheckCount.ran + new.ran, "failed": case((failed < 0, 0), else_=failed)}
            session.execute(
                statement.on_conflict_do_update(index_elements=["assignment_exercise_id", "check_id"], set_=more)
            )
        if self._has_removed and rows:
            _drop(session, CheckCount, CheckCount.ran <= 0, {item_id for item_id, _ in self._checks})


def count(session: Session, submission: Submission, report: Report, sign: int = 1) -> None:
    """Count the report of a graded attempt in, or with sign −1 out; the caller commits at once."""
    replace_all(session, [(submission, None, report) if sign > 0 else (submission, report, None)])


def replace(session: Session, submission: Submission, old: Report | None, new: Report | None) -> None:
    """Count `new` in the place of `old`, as when a regrade puts another grading in force; the caller commits at once.

    Call it after `scores.recompute`, which lets one change of a student's work at a time through.
    """
    replace_all(session, [(submission, old, new)])


def replace_all(session: Session, replacements: Iterable[Replacement]) -> None:
    """Like `replace`, for many submissions in a few statements."""
    tally = Tally()
    for submission, old, new in replacements:
        if submission.purpose is not Purpose.SUBMIT:
            continue
        attempt = Attempt.of(submission)
        if old is not None:
            tally.add(attempt, old, -1)
        if new is not None:
            tally.add(attempt, new)
    tally.write(session)


def first_mistake(report: Report) -> tuple[str, str] | None:
    """Id and title of the mistake that the student was told of; a report's first diagnosis is the likeliest."""
    if not report["diagnoses"]:
        return None
    first = report["diagnoses"][0]
    return _mistake(first["id"], first["title"])


def _mistake(mistake_id: object, title: object) -> tuple[str, str] | None:
    return None if mistake_id in (None, WITHHELD) else (str(mistake_id)[:120], str(title)[:300])


def _count_others(
    session: Session, item_id: int, user_ids: Collection[int], seen: Collection[int], into: Mistakes
) -> None:
    """Count the mistakes of these students' other attempts; each has few, and only a mistake's name is read of them."""
    first = ("diagnoses", 0)
    query = (
        select(
            Submission.id,
            Submission.user_id,
            Grading.report[(*first, "id")].as_string().label("mistake_id"),
            Grading.report[(*first, "title")].as_string().label("title"),
        )
        .join(Grading, Grading.id == Submission.grading_id)
        .where(Submission.user_id.in_(user_ids), Submission.assignment_exercise_id == item_id)
        .where(Submission.purpose == Purpose.SUBMIT, Grading.verdict != Verdict.CE.value)
    )
    for row in session.execute(query):
        mistake = _mistake(row.mistake_id, row.title)
        if mistake is not None and row.id not in seen:
            into[item_id, mistake[0], row.user_id].add(row.id, mistake[1])


def _raise_mistakes(session: Session, mistakes: Mistakes) -> None:
    rows = [
        {
            "assignment_exercise_id": item_id,
            "mistake_id": mistake_id,
            "user_id": user_id,
            "title": told.title,
            "times": told.times,
            "submission_id": told.submission_id,
        }
        for (item_id, mistake_id, user_id), told in sorted(mistakes.items(), key=lambda pair: pair[0])
    ]
    for some in _portions(rows):
        statement = _insert(session, MistakeCount.__table__).values(some)
        new = statement.excluded
        is_later = new.submission_id >= MistakeCount.submission_id
        more = {
            "times": MistakeCount.times + new.times,
            "submission_id": case((is_later, new.submission_id), else_=MistakeCount.submission_id),
            "title": case((is_later, new.title), else_=MistakeCount.title),
        }
        key = ["assignment_exercise_id", "mistake_id", "user_id"]
        session.execute(statement.on_conflict_do_update(index_elements=key, set_=more))


def _drop(session: Session, model: type[CheckCount | DayCount], is_nothing: Any, item_ids: Collection[int]) -> None:
    """Remove rows that count nothing any more: a count made anew has none of them."""
    gone = delete(model).where(is_nothing, model.assignment_exercise_id.in_(item_ids))
    session.execute(gone.execution_options(synchronize_session=False))


def _insert(session: Session, table: Any) -> Any:
    """An insert that knows "on conflict", as both databases write it alike."""
    return (postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert)(table)


def _portions(rows: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(rows), AT_A_TIME):
        yield rows[start : start + AT_A_TIME]
