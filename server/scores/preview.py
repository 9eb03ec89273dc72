"""Preview what an edit would change in the gradebook: make it in a savepoint, read the result, roll back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.core import confirm
from server.courses.membership import is_enrolled
from server.courses.models import Assignment, AssignmentExercise, Enrollment, Role
from server.scores import scoring
from server.scores.locks import lock_class
from server.scores.models import Score, ScoreChange


@dataclass(frozen=True, slots=True)
class PreviewedChange:
    """One score that an edit would change."""

    user_id: int
    student: str
    slug: str
    from_points: Decimal | None
    to_points: Decimal | None


@dataclass(frozen=True, slots=True)
class PreviewedTotal:
    """A student's share of the course's points that an edit would change, in ten-thousandths."""

    user_id: int
    student: str
    from_share: int
    to_share: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What an edit would change.

    Attributes:
        changes: scores, by student and exercise.
        totals: students' shares of the course's points.
    """

    changes: Sequence[PreviewedChange] = ()
    totals: Sequence[PreviewedTotal] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether the edit changes neither a score nor a total."""
        return not self.changes and not self.totals

    @property
    def students(self) -> int:
        """How many students have a score that would change."""
        return len({change.user_id for change in self.changes})

    @property
    def digest(self) -> str:
        """Return a digest of the changes, to tell whether what was shown is still what would happen.

        Of the totals, it covers only whether any would change: in a busy class, each new grading changes one.
        """
        scores = [(c.user_id, c.slug, c.from_points, c.to_points) for c in self.changes]
        return confirm.digest([*scores, bool(self.totals)])


def preview_edit(session: Session, course_id: int, edit: Callable[[], Collection[int] | None]) -> Preview:
    """Make `edit`, recompute the course, read what changed for its students, and undo both.

    Args:
        session: a session in a transaction that may write; the edit leaves nothing in it.
        course_id: the id of the course that is edited.
        edit: changes rows of the course, and returns the exercises whose scores may follow, None for all.
    """
    session.flush()
    mark = f"preview {secrets.token_hex(8)}"
    last = session.scalar(select(func.max(ScoreChange.id))) or 0
    savepoint = session.begin_nested()
    try:
        lock_class(session, course_id)  # so that nobody enters or leaves until everything is read
        before, names = _shares(session, course_id), _names(session, course_id)
        item_ids = edit()
        session.flush()
        scoring.recompute(session, course_id, all_user_ids(session, course_id), scoring.Cause(mark), item_ids=item_ids)
        found = _read(session, course_id, last, mark)
        after = _shares(session, course_id)
    finally:
        savepoint.rollback()
        session.expire_all()  # collections that were read in between contain rows that no longer exist
    totals = [PreviewedTotal(id_, name, before[id_], after[id_]) for id_, name in names]
    return Preview(found, [total for total in totals if total.from_share != total.to_share])


def all_user_ids(session: Session, course_id: int) -> list[int]:
    """List the ids of all whose scores follow the rules of the course.

    These are all who are or were enrolled, so that whoever comes back has the right scores, and all who have scores
    without an enrollment: an admin need not be enrolled to submit, and an archive holds these scores too.
    """
    enrolled = select(Enrollment.user_id).where(Enrollment.course_id == course_id)
    items = select(AssignmentExercise.id).join(Assignment).where(Assignment.course_id == course_id)
    others = select(Score.user_id).where(Score.assignment_exercise_id.in_(items), Score.user_id.not_in(enrolled))
    return [*session.scalars(enrolled), *session.scalars(others.distinct())]


def _students(course_id: int) -> tuple[ColumnElement[bool], ...]:
    return Enrollment.course_id == course_id, Enrollment.role == Role.STUDENT, is_enrolled()


def _shares(session: Session, course_id: int) -> dict[int, int]:
    query = select(Enrollment.user_id, Enrollment.total_share).where(*_students(course_id))
    return {row.user_id: row.total_share for row in session.execute(query)}


def _names(session: Session, course_id: int) -> Sequence[Row[int, str]]:
    query = select(User.id, User.name).join(Enrollment, Enrollment.user_id == User.id).where(*_students(course_id))
    return session.execute(query.order_by(func.lower(User.name), User.id)).all()


def _read(session: Session, course_id: int, last: int, mark: str) -> list[PreviewedChange]:
    query = (
        select(User.id, User.name, AssignmentExercise.slug, ScoreChange.from_points, ScoreChange.to_points)
        .select_from(ScoreChange)
        .join(Score, Score.id == ScoreChange.score_id)
        .join(User, User.id == Score.user_id)
        .join(Enrollment, Enrollment.user_id == User.id)
        .join(AssignmentExercise, AssignmentExercise.id == Score.assignment_exercise_id)
        .where(*_students(course_id))
        .where(ScoreChange.id > last, ScoreChange.reason == mark)
        .order_by(func.lower(User.name), User.id, AssignmentExercise.id)
    )
    return [PreviewedChange(*row) for row in session.execute(query)]
