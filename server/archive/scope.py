"""What belongs to an exported course, and the number of each thing in its archive."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import CompoundSelect, Row, Select, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from server.accounts.models import AuditEvent, User
from server.courses.models import Announcement, Assignment, AssignmentExercise, Course, Enrollment, Extension, Section
from server.regrades.models import RegradeSet
from server.scores.models import LineComment, Override, Score, ScoreChange
from server.submissions.models import Grading, Submission


class Ranks:
    """Ids in ascending order; the number of each is its place among them, from 1."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._ids = array("q", ids)

    def __len__(self) -> int:
        return len(self._ids)

    def of(self, row_id: int | None) -> int | None:
        """Return the number of an id; None for None, and for an id that is not among them."""
        if row_id is None:
            return None
        place = bisect_left(self._ids, row_id)
        return place + 1 if place < len(self._ids) and self._ids[place] == row_id else None

    def get(self, row_id: int) -> int:
        """Return the number of an id.

        Raises:
            KeyError: if it is not among them.
        """
        number = self.of(row_id)
        if number is None:
            raise KeyError(row_id)
        return number

    def batches(self, size: int) -> Iterator[Sequence[int]]:
        """Yield the ids in batches."""
        for start in range(0, len(self._ids), size):
            yield self._ids[start : start + size].tolist()


AT_A_TIME = 500
OF_ARCHIVES = ("course.exported", "course.imported")  # events that belong to the installation, not to the course


class Scope:
    """A course that is being exported."""

    def __init__(self, session: Session, course_id: int) -> None:
        self.session, self.course_id = session, course_id
        self.course = session.get_one(Course, course_id)
        self.items = select(AssignmentExercise.id).join(Assignment).where(Assignment.course_id == course_id)
        self.work = select(Submission.id).where(Submission.assignment_exercise_id.in_(self.items))
        self.scores = select(Score.id).where(Score.assignment_exercise_id.in_(self.items))
        self.exercise = self._ranks(self.items, AssignmentExercise.id)
        self.assignment = self._ranks(select(Assignment.id).where(Assignment.course_id == course_id), Assignment.id)
        self.submission = self._ranks(self.work, Submission.id)
        self.grading = self._ranks(select(Grading.id).where(Grading.submission_id.in_(self.work)), Grading.id)

    def _ranks(self, query: Select[int], key: InstrumentedAttribute[int]) -> Ranks:
        return Ranks(self.session.scalars(query.order_by(key).execution_options(yield_per=5000)))

    @cached_property
    def override(self) -> Ranks:
        """The overrides of its scores."""
        return self._ranks(select(Override.id).where(Override.score_id.in_(self.scores)), Override.id)

    @cached_property
    def change(self) -> Ranks:
        """The changes of its scores."""
        return self._ranks(select(ScoreChange.id).where(ScoreChange.score_id.in_(self.scores)), ScoreChange.id)

    @cached_property
    def extension(self) -> Ranks:
        """The extensions that were granted in it."""
        assignments = select(Assignment.id).where(Assignment.course_id == self.course_id)
        return self._ranks(select(Extension.id).where(Extension.assignment_id.in_(assignments)), Extension.id)

    @cached_property
    def announcement(self) -> Ranks:
        """Its announcements."""
        query = select(Announcement.id).where(Announcement.course_id == self.course_id)
        return self._ranks(query, Announcement.id)

    @cached_property
    def section_names(self) -> dict[int | None, str]:
        """Its sections by id, in the order of their names, in which they are numbered."""
        query = select(Section.id, Section.name).where(Section.course_id == self.course_id)
        return {row.id: row.name for row in sorted(self.session.execute(query), key=lambda row: row.name)}

    def section(self, section_id: int) -> int | None:
        """Return the number of a section; None if it was removed."""
        return next((number for number, known in enumerate(self.section_names, start=1) if known == section_id), None)

    @cached_property
    def regrade(self) -> Ranks:
        """Its regrade sets."""
        return self._ranks(select(RegradeSet.id).where(RegradeSet.course_id == self.course_id), RegradeSet.id)

    @cached_property
    def event(self) -> Ranks:
        """The events of its audit log, without its exports and imports."""
        query = select(AuditEvent.id).where(AuditEvent.course_id == self.course_id)
        return self._ranks(query.where(AuditEvent.action.not_in(OF_ARCHIVES)), AuditEvent.id)

    @cached_property
    def user_ids(self) -> list[int]:
        """Everyone who is or was in the course, or acted in it, by email address."""
        here, scores = self.course_id, Score.assignment_exercise_id.in_(self.items)
        changes, overrides = ScoreChange.score_id.in_(self.scores), Override.score_id.in_(self.scores)
        assignments = select(Assignment.id).where(Assignment.course_id == here)
        granted = Extension.assignment_id.in_(assignments)
        commented = LineComment.submission_id.in_(self.work)
        found: CompoundSelect[int | None] = union(
            select(Enrollment.user_id).where(Enrollment.course_id == here),
            select(Submission.user_id).where(Submission.assignment_exercise_id.in_(self.items)),
            select(Score.user_id).where(scores),
            select(ScoreChange.actor_id).where(changes),
            select(Override.actor_id).where(overrides),
            select(Override.undone_by).where(overrides),
            select(Extension.user_id).where(granted),
            select(Extension.granted_by).where(granted),
            select(LineComment.author_id).where(commented),
            select(Announcement.author_id).where(Announcement.course_id == here),
            select(RegradeSet.created_by).where(RegradeSet.course_id == here),
            select(AuditEvent.actor_id).where(AuditEvent.course_id == here, AuditEvent.action.not_in(OF_ARCHIVES)),
        )
        query = select(User.id, User.email).where(User.id.in_(found))
        return [row.id for row in sorted(self.session.execute(query), key=lambda row: row.email.lower())]

    @cached_property
    def person(self) -> dict[int, int]:
        """The numbers of people by user id."""
        return {user_id: number for number, user_id in enumerate(self.user_ids, start=1)}

    def person_of(self, user_id: int | None) -> int | None:
        """Return the number of a person; None for None."""
        return None if user_id is None else self.person[user_id]

    def rows(
        self, query: Select[*tuple[Any, ...]], key: InstrumentedAttribute[int], ranks: Ranks, size: int = AT_A_TIME
    ) -> Iterator[Row[*tuple[Any, ...]]]:
        """Yield what `query` finds for each of the ids, in their order, with few rows in memory at once."""
        for some in ranks.batches(size):
            yield from self.session.execute(query.where(key.in_(some)).order_by(key))
