"""A course out: every part of it row by row, in an order that is always the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from server.accounts.audit import record
from server.accounts.models import User
from server.archive import decided, layout, outline, work
from server.archive.rows import PersonRow, ScoreRow
from server.archive.scope import Scope
from server.archive.tables import csv_header, csv_line, json_line
from server.archive.trail import events
from server.archive.writer import Writer
from server.courses.models import Course

ACTION = "course.exported"


@contextmanager
def snapshot(factory: sessionmaker[Session]) -> Iterator[Session]:
    """A session that sees the database as it is at this moment, however long it reads, and holds nobody up."""
    with factory() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
        else:
            session.connection(execution_options={"sqlite_read_only": True})
        session.scalar(select(Course.id).limit(1))  # the moment is that of the first read
        yield session


def write(session: Session, course: Course, file: IO[bytes], now: datetime) -> None:
    """Write the archive of `course`.

    Args:
        session: sees one moment, as that of `snapshot`.
        course: of that session or another.
        file: where to; it can be seeked in.
        now: for the manifest, the only place where the time of the export stands.
    """
    scope = Scope(session, course.id)
    about = {"program": program(), "exported_at": now.isoformat(), "course": course.slug}
    with Writer(file, about) as archive:
        archive.add(layout.COURSE, outline.course_row(scope).model_dump_json(indent=1, warnings=False).encode() + b"\n")
        archive.add_lines(layout.PEOPLE, _csv(PersonRow, outline.people(scope)))
        archive.add_lines(layout.SUBMISSIONS, map(json_line, work.submissions(scope)))
        for public_id, source in work.sources(scope):
            archive.add(layout.source_name(public_id), source)
        archive.add_lines(layout.GRADINGS, map(json_line, work.gradings(scope)))
        for number, report in work.reports(scope):
            archive.add(layout.report_name(number), report)
        archive.add_lines(layout.SCORES, _csv(ScoreRow, decided.scores(scope)))
        archive.add_lines(layout.HISTORY, map(json_line, decided.history(scope)))
        archive.add_lines(layout.OVERRIDES, map(json_line, decided.overrides(scope)))
        archive.add_lines(layout.COMMENTS, map(json_line, decided.comments(scope)))
        archive.add_lines(layout.REGRADES, map(json_line, decided.regrades(scope)))
        archive.add_lines(layout.AUDIT, map(json_line, events(scope)))


def note(session: Session, course: Course, actor: User | None) -> None:
    """Record that the course was exported; the caller commits."""
    record(session, actor, ACTION, subject=f"course:{course.id}", course_id=course.id)


def program() -> str:
    """The version of this program."""
    try:
        return version("chainrule")
    except PackageNotFoundError:
        return "unknown"


def _csv(kind: type[PersonRow | ScoreRow], rows: Iterator[PersonRow] | Iterator[ScoreRow]) -> Iterator[bytes]:
    yield csv_header(kind)
    yield from map(csv_line, rows)
