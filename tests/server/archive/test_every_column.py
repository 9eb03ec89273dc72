"""No column is forgotten: what the database knows of a course is in its archive, or is named here with the reason."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, Integer, and_, select, update
from sqlalchemy.orm import Session, sessionmaker

from server import schema
from server.archive import export
from server.archive.files import MANIFEST
from server.core.db import Base, Points, UTCDateTime, make_engine, make_sessions
from server.courses.models import Course
from tests.server.archive.course import NOW, contents, fill

pytestmark = pytest.mark.slow

# Tables of which an archive has nothing, and why.
ABSENT = {
    "api_tokens": "belongs to a person",
    "ended_sessions": "belongs to a person",
    "second_factors": "belongs to a person",
    "recovery_codes": "belongs to a person",
    "exercise_pauses": "belongs to the installation",
    "vouched_courses": "is good here only",
    "invitations": "is good here only",
    "drafts": "is nobody else's before it is sent",
    "roster_imports": "what it brought is in the enrollments",
    "similarity_runs": "can be made again",
    "similarity_pairs": "can be made again",
    "check_counts": "is counted anew",
    "day_counts": "is counted anew",
    "mistake_counts": "is counted anew",
    "score_counts": "is counted anew",
}
# Columns that are left out of a table whose others are there, and why.
LEFT_OUT = {
    "courses.join_code": "is good here only",
    "users.password_hash": "belongs to a person",
    "users.is_active": "belongs to the installation",
    "users.is_admin": "belongs to the installation",
    "users.is_unconfirmed": "whoever comes by an archive is unconfirmed",
    "users.session_epoch": "belongs to the installation",
    "users.created_at": "belongs to the installation",
    "enrollments.total_points": "is computed anew",
    "enrollments.total_share": "is computed anew",
    "scores.updated_at": "is when it was computed",
    "scores.is_solved": "is computed anew",
    "submissions.source_sha256": "is computed anew",
    "submissions.client_key": "is of the browser that sent it",
    "submissions.grading_id": "is a key, and numbered anew",
    "regrade_items.old_grading_id": "is a key, and numbered anew",
    "regrade_items.new_grading_id": "is a key, and numbered anew",
    "audit_events.course_id": "is the course",
}
JOBS = {"state"}  # of a regrade's item; all else about a job is how this installation came to its grading
# Keys, which point to a thing by its number in the archive. A new one belongs here, or has a reason to be left out.
KEYS = {
    "announcements": {"course_id", "author_id"},
    "assignments": {"course_id"},
    "assignment_exercises": {"assignment_id"},
    "audit_events": {"course_id", "actor_id"},
    "enrollments": {"course_id", "user_id", "section_id"},
    "extensions": {"assignment_id", "user_id", "section_id", "granted_by"},
    "gradings": {"submission_id", "job_id"},
    "jobs": {"submission_id", "regrade_item_id"},
    "line_comments": {"submission_id", "author_id"},
    "overrides": {"score_id", "actor_id", "undone_by"},
    "regrade_items": {"set_id", "submission_id"},
    "regrade_sets": {"course_id", "created_by"},
    "score_changes": {"score_id", "actor_id", "submission_id"},
    "scores": {"user_id", "assignment_exercise_id", "submission_id"},
    "sections": {"course_id"},
    "submissions": {"user_id", "assignment_exercise_id"},
}


def is_key(column: Column[Any]) -> bool:
    return column.primary_key or bool(column.foreign_keys)


def columns() -> list[Any]:
    """Every column that an archive should have, as ``table.column``."""
    return [
        pytest.param(column, id=str(column))
        for table in Base.metadata.sorted_tables
        if table.name not in ABSENT
        for column in table.columns
        if not is_key(column) and str(column) not in LEFT_OUT and (table.name != "jobs" or column.name in JOBS)
    ]


def test_every_reason_is_about_something_that_there_is():
    tables = Base.metadata.tables
    assert set(ABSENT) <= set(tables)
    assert set(LEFT_OUT) <= {str(column) for table in tables.values() for column in table.columns}


def test_every_key_is_known_here():
    found = {
        table.name: {column.name for column in table.columns if column.foreign_keys}
        for table in Base.metadata.sorted_tables
        if table.name not in ABSENT
    }
    assert {name: keys for name, keys in found.items() if keys} == KEYS


def other(column: Column[Any], value: Any) -> Any:
    """A value that the column may have and that is not `value`."""
    kind = getattr(column.type, "enum_class", None)
    if kind is not None:
        members = list(kind)
        return members[(members.index(value) + 1) % len(members)] if value in members else members[0]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | type(None)) and isinstance(column.type, Integer):
        return (value or 0) + 7
    if isinstance(column.type, Points):
        return (value or 0) + Decimal("0.07")
    if isinstance(column.type, UTCDateTime):
        return (value or datetime(2026, 1, 1, tzinfo=UTC)) + timedelta(days=1)
    if isinstance(value, dict):
        return {**value, "another": 1}
    assert isinstance(value, str), (column, value)
    return f"{value[:-1]}{'z' if value[-1:] != 'z' else 'y'}"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sessionmaker[Session]]:
    """A course with something of everything; no test changes it for good."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('archive') / 'course.db'}")
    schema.upgrade(engine)
    sessions = make_sessions(engine)
    with sessions() as session:
        fill(session)
    yield sessions
    engine.dispose()


def archive(session: Session) -> dict[str, bytes]:
    """What an export says now; the manifest only sums it up."""
    file = io.BytesIO()
    session.expire_all()
    export.write(session, session.scalars(select(Course).where(Course.title.like("Deep learnin%"))).one(), file, NOW)
    files = contents(file.getvalue())
    del files[MANIFEST]
    return files


@pytest.mark.parametrize("column", columns())
def test_what_stands_in_a_column_is_in_the_archive(column: Column[Any], course: sessionmaker[Session]):
    with course() as session:
        before = archive(session)
        keys = list(column.table.primary_key)
        for *key, value in session.execute(select(*keys, column).order_by(keys[0].desc())).all():
            row = and_(*(one == part for one, part in zip(keys, key, strict=True)))
            session.execute(update(column.table).where(row).values({column.name: other(column, value)}))
            after = archive(session)
            session.rollback()
            if after != before:
                return
    raise AssertionError(
        f"an archive is the same whatever stands in {column}: export it, or leave it out with a reason"
    )


@pytest.mark.parametrize("column", columns())
def test_the_round_trip_of_the_other_tests_would_miss_it(column: Column[Any], course: sessionmaker[Session]):
    """They see an import that forgets a column only where the course has something that is not there by itself."""
    usual = [None, {}]
    if column.default is not None and column.default.is_scalar:
        usual.append(column.default.arg)
    with course() as session:
        assert [value for value in session.scalars(select(column)) if value not in usual]
