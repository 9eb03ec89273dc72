"""A course in: checked, restored in one transaction, and held against the scores that were exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.archive import comparison, restore_decided, restore_outline, restore_trail
from server.archive.errors import ArchiveError, explain
from server.archive.incoming import Incoming
from server.archive.reader import UNREADABLE, Reader, open_archive
from server.archive.restore_work import Work
from server.courses.errors import CourseError, CourseExists
from server.courses.models import Course
from server.insight import rebuild as insight
from server.scores import counts
from server.scores import scoring as scores

ACTION = "course.imported"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import.

    Attributes:
        people: in the archive; of these `made` have a new account without a password.
        waiting: submissions that will be graded now.
        renewed: submissions that got another address, because theirs was taken.
    """

    course: Course
    people: int
    made: int
    submissions: int
    gradings: int
    scores: int
    waiting: int
    renewed: int


def import_course(session: Session, file: IO[bytes], slug: str | None = None) -> Imported:
    """Check an archive, restore its course and commit; after a refusal nothing of it is kept.

    Args:
        session: without a transaction; committed on success.
        file: the archive.
        slug: of the new course; that of the archive when None.

    Raises:
        ArchiveError: with a sentence that says what is wrong.
    """
    with open_archive(file) as archive:
        try:
            done = _restore(session, archive, slug)
            session.commit()
        except BaseException:
            session.rollback()
            raise
    return done


def _restore(session: Session, archive: Reader, slug: str | None) -> Imported:
    try:
        found = restore_outline.restore(session, archive, slug)
        Work(found).run()
        restore_decided.prepare(found)
        _recompute(found)
        total = comparison.require_equal(found)
        restore_decided.replace_history(found)
        restore_decided.comments(found)
        restore_decided.regrades(found)
        restore_trail.restore(found)
    except CourseError as error:
        hint = "; --slug gives the course another" if isinstance(error, CourseExists) else ""
        raise ArchiveError(f"{str(error)[:1].upper()}{str(error)[1:]}{hint}.") from error
    except UNREADABLE as error:
        raise ArchiveError(f"{archive.place}: {explain(error)}.") from error
    except (DataError, IntegrityError) as error:
        raise ArchiveError(f"{archive.place}: the database refuses what is there: {error.orig}.") from error
    counts.rebuild(session, found.course.id)
    insight.count_new(session, found.course.id)
    subject = f"course:{found.course.id}"
    record(session, None, ACTION, subject=subject, course_id=found.course.id, submissions=len(found.submission))
    return Imported(
        course=found.course,
        people=len(found.person),
        made=found.made,
        submissions=len(found.submission),
        gradings=len(found.grading),
        scores=total,
        waiting=found.waiting,
        renewed=len(found.renewed),
    )


def _recompute(found: Incoming) -> None:
    everybody = found.person.portion(0, len(found.person))
    scores.recompute(found.session, found.course.id, everybody, scores.Cause("the course was imported"))
