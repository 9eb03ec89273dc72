"""Export a course: its settings and people, and the order of all that is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from grader.version import engine_version
from server.accounts.audit import record
from server.accounts.models import User
from server.archive import audit_trail, export_work, files
from server.archive.rows import (
    AnnouncementRow,
    AssignmentRow,
    CourseRow,
    ExerciseRow,
    ExtensionRow,
    PersonRow,
    ScoreRow,
)
from server.archive.scope import AT_A_TIME, Scope
from server.archive.writer import Writer, csv_header, csv_line, json_line
from server.core.db import Sessions
from server.courses.models import Announcement, Assignment, AssignmentExercise, Course, Enrollment, Extension

ACTION = "course.exported"


@contextmanager
def snapshot(factory: Sessions) -> Iterator[Session]:
    """Open a session that sees the database as of now, however long it reads, and blocks nobody."""
    with factory.reading() as session:
        if session.get_bind().dialect.name == "postgresql":  # on SQLite, a transaction always sees one moment
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        session.scalar(select(Course.id).limit(1))  # the first read sets the moment
        yield session


def write(session: Session, course: Course, file: IO[bytes], now: datetime) -> None:
    """Write the archive of `course`.

    Args:
        session: the session from `snapshot`.
        course: the course, from that session or another.
        file: the file to write to; it must be seekable.
        now: the time of the export, which only the manifest holds.
    """
    scope = Scope(session, course.id)
    about = {"program": engine_version(), "exported_at": now.isoformat(), "course": course.slug}
    with Writer(file, about) as archive:
        archive.add(files.COURSE, course_row(scope).model_dump_json(indent=1, warnings=False).encode() + b"\n")
        archive.add_lines(files.PEOPLE, _csv(PersonRow, people(scope)))
        archive.add_lines(files.SUBMISSIONS, map(json_line, export_work.submissions(scope)))
        for public_id, source in export_work.sources(scope):
            archive.add(files.source_name(public_id), source)
        archive.add_lines(files.GRADINGS, map(json_line, export_work.gradings(scope)))
        for number, report in export_work.reports(scope):
            archive.add(files.report_name(number), report)
        archive.add_lines(files.SCORES, _csv(ScoreRow, export_work.scores(scope)))
        archive.add_lines(files.HISTORY, map(json_line, export_work.history(scope)))
        archive.add_lines(files.OVERRIDES, map(json_line, export_work.overrides(scope)))
        archive.add_lines(files.COMMENTS, map(json_line, export_work.comments(scope)))
        archive.add_lines(files.REGRADES, map(json_line, export_work.regrades(scope)))
        archive.add_lines(files.AUDIT, map(json_line, audit_trail.events(scope)))


def record_export(session: Session, course: Course, actor: User | None) -> None:
    """Record in the audit log that the course was exported."""
    record(session, actor, ACTION, subject=f"course:{course.id}", course_id=course.id)


def _csv(kind: type[PersonRow | ScoreRow], rows: Iterator[PersonRow] | Iterator[ScoreRow]) -> Iterator[bytes]:
    yield csv_header(kind)
    yield from map(csv_line, rows)


SETTINGS = ("slug", "title", "term", "timezone", "grace_days", "help_steps", "created_at")
POLICIES = (
    "position", "title", "opens_at", "due_at", "closes_at", "weight", "late_policy", "late_percent", "late_cap",
    "attempt_policy", "attempt_limit", "cooldown_s", "feedback", "help_steps",
)  # fmt: skip


def course_row(scope: Scope) -> CourseRow:
    """Return the course with its sections, assignments, extensions and announcements."""
    return CourseRow.model_construct(
        **{name: getattr(scope.course, name) for name in SETTINGS},
        sections=list(scope.section_names.values()),
        assignments=_assignments(scope),
        extensions=_extensions(scope),
        announcements=_announcements(scope),
    )


def people(scope: Scope) -> Iterator[PersonRow]:
    """Yield everyone, by email address."""
    here = Enrollment.course_id == scope.course_id
    for start in range(0, len(scope.user_ids), AT_A_TIME):
        some = scope.user_ids[start : start + AT_A_TIME]
        query = select(User.id, User.email, User.name).where(User.id.in_(some))
        users = {row.id: row for row in scope.session.execute(query)}
        columns = (Enrollment.role, Enrollment.section_id, Enrollment.created_at, Enrollment.dropped_at)
        enrolled = select(Enrollment.user_id, *columns).where(here, Enrollment.user_id.in_(some))
        roles = {row.user_id: row for row in scope.session.execute(enrolled)}
        for user_id in some:
            user, role = users[user_id], roles.get(user_id)
            yield PersonRow.model_construct(
                person=scope.person[user_id],
                email=user.email,
                name=user.name,
                role=role.role if role else None,
                section=scope.section_names.get(role.section_id) if role else None,
                enrolled=role.created_at if role else None,
                dropped=role.dropped_at if role else None,
            )


def _assignments(scope: Scope) -> list[AssignmentRow]:
    query = select(Assignment).where(Assignment.course_id == scope.course_id).order_by(Assignment.id)
    found = scope.session.scalars(query.options(selectinload(Assignment.exercises))).all()
    return [
        AssignmentRow.model_construct(
            assignment=scope.assignment.get(one.id),
            **{name: getattr(one, name) for name in POLICIES},
            exercises=[_exercise(scope, item) for item in sorted(one.exercises, key=lambda item: item.position)],
        )
        for one in found
    ]


def _exercise(scope: Scope, item: AssignmentExercise) -> ExerciseRow:
    return ExerciseRow.model_construct(
        exercise=scope.exercise.get(item.id), slug=item.slug, position=item.position, max_points=item.max_points
    )


def _extensions(scope: Scope) -> list[ExtensionRow]:
    query = select(Extension).join(Assignment, Assignment.id == Extension.assignment_id)
    query = query.where(Assignment.course_id == scope.course_id).order_by(Extension.id)
    return [
        ExtensionRow.model_construct(
            extension=scope.extension.get(one.id),
            assignment=scope.assignment.get(one.assignment_id),
            person=scope.person_of(one.user_id),
            section=scope.section_names.get(one.section_id),
            due_at=one.due_at,
            closes_at=one.closes_at,
            reason=one.reason,
            granted_by=scope.person_of(one.granted_by),
            granted_at=one.granted_at,
            revoked_at=one.revoked_at,
        )
        for one in scope.session.scalars(query)
    ]


def _announcements(scope: Scope) -> list[AnnouncementRow]:
    query = select(Announcement).where(Announcement.course_id == scope.course_id).order_by(Announcement.id)
    return [
        AnnouncementRow.model_construct(
            announcement=scope.announcement.get(one.id),
            title=one.title,
            text=one.text,
            author=scope.person[one.author_id],
            at=one.at,
            edited_at=one.edited_at,
            withdrawn_at=one.withdrawn_at,
        )
        for one in scope.session.scalars(query)
    ]
