"""Restore a course from an archive in one transaction, and compare its scores with those exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

from sqlalchemy import func, insert, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from exercises.errors import UnknownExercise
from server.accounts.audit import record
from server.accounts.models import User
from server.accounts.passwords import UNUSABLE
from server.archive import audit_trail, files, restore_scores
from server.archive.errors import ArchiveError, explain
from server.archive.export import POLICIES, SETTINGS
from server.archive.reader import Reader, open_archive
from server.archive.restore_context import RestoreContext, require_unique
from server.archive.restore_work import RestoreWork
from server.archive.rows import AnnouncementRow, AssignmentRow, CourseRow, ExtensionRow, PersonRow
from server.courses.catalog import current_version
from server.courses.creation import require_free
from server.courses.errors import CourseError, CourseExists
from server.courses.models import Announcement, Assignment, AssignmentExercise, Course, Enrollment, Extension, Section
from server.insight.rebuild import count_new
from server.scores import counts, scoring

ACTION = "course.imported"


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import.

    Attributes:
        people: how many are in the archive; `made` of them have a new account without a password.
        waiting: how many submissions will be graded now.
        renewed: how many submissions got another public id, because theirs was taken.
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
    """Check an archive and restore its course; after an error the caller rolls back.

    Args:
        session: the database session, with no changes in it.
        file: the archive.
        slug: of the new course; None for the one in the archive.

    Raises:
        ArchiveError: if it cannot be restored; the message says why.
    """
    with open_archive(file) as archive:
        return _restore(session, archive, slug)


def _restore(session: Session, archive: Reader, slug: str | None) -> Imported:
    try:
        context = _restore_course(session, archive, slug)
        RestoreWork(context).run()
        restore_scores.create_scores(context)
        _recompute(context)
        total = restore_scores.require_equal_scores(context)
        restore_scores.replace_history(context)
        if archive.version == files.WHOLE_POINTS:
            restore_scores.record_differences(context)
        restore_scores.comments(context)
        restore_scores.regrades(context)
        audit_trail.restore_events(context)
    except CourseError as error:
        hint = " Use --slug to choose another one." if isinstance(error, CourseExists) else ""
        raise ArchiveError(f"{error}{hint}") from error
    except ValueError as error:
        raise ArchiveError(f"{archive.place}: {explain(error)}.") from error
    except (DataError, IntegrityError) as error:
        raise ArchiveError(f"{archive.place}: the database rejects the data: {error.orig}.") from error
    counts.rebuild(session, context.course.id)
    count_new(session, context.course.id)
    subject = f"course:{context.course.id}"
    record(session, None, ACTION, subject=subject, course_id=context.course.id, submissions=len(context.submission))
    return Imported(
        course=context.course,
        people=len(context.person),
        made=context.made,
        submissions=len(context.submission),
        gradings=len(context.grading),
        scores=total,
        waiting=context.waiting,
        renewed=len(context.renewed),
    )


def _recompute(context: RestoreContext) -> None:
    everybody = context.person.portion(0, len(context.person))
    scoring.recompute(context.session, context.course.id, everybody, scoring.Cause("the course was imported"))


PEOPLE_AT_A_TIME = 300


def _restore_course(session: Session, archive: Reader, slug: str | None) -> RestoreContext:
    """Make the course with its people, assignments, extensions and announcements.

    Raises:
        CourseError: if the slug is taken or invalid.
        ValueError: if the archive is wrong.
    """
    outline = CourseRow.model_validate_json(archive.read(files.COURSE))
    require_free(session, slug or outline.slug)
    settings = {name: getattr(outline, name) for name in SETTINGS} | {"slug": slug or outline.slug}
    course = Course(**settings)
    session.add(course)
    session.flush()
    context = RestoreContext(session, archive, course)
    require_unique(outline.sections, "section")
    context.section.add(context.insert(Section.id, [{"course_id": course.id, "name": one} for one in outline.sections]))
    sections = dict(zip(outline.sections, context.section.portion(0, len(context.section)), strict=True))
    for some in archive.batches(files.PEOPLE, archive.table(files.PEOPLE, PersonRow), PEOPLE_AT_A_TIME):
        _people(context, some, sections)
    archive.place = files.COURSE
    _assignments(context, outline.assignments)
    _exercises(context, outline.assignments)
    _extensions(context, outline.extensions, sections)
    _announcements(context, outline.announcements)
    return context


def _people(context: RestoreContext, some: list[PersonRow], sections: dict[str, int]) -> None:
    for offset, one in enumerate(some):
        context.person.require_next(one.person, offset)
    addresses = [one.email.lower() for one in some]
    require_unique(addresses, "the address")
    query = select(func.lower(User.email).label("address"), User.id).where(func.lower(User.email).in_(addresses))
    ids = {row.address: row.id for row in context.session.execute(query)}
    before = set(context.person.portion(0, len(context.person)))
    for address, user_id in ids.items():
        if user_id in before:
            raise ValueError(f"the address {address!r} appears twice")
    missing = [one for one in some if one.email.lower() not in ids]
    made = [
        {"email": one.email, "name": one.name, "password_hash": UNUSABLE, "is_unconfirmed": True} for one in missing
    ]
    for one, user_id in zip(missing, context.insert(User.id, made), strict=True):
        ids[one.email.lower()] = user_id
    context.made += len(made)
    context.person.add(ids[address] for address in addresses)
    rows = [_enrollment(context, one, ids[one.email.lower()], sections) for one in some if one.role is not None]
    if rows:
        context.session.execute(insert(Enrollment), rows)


def _enrollment(context: RestoreContext, one: PersonRow, user_id: int, sections: dict[str, int]) -> dict[str, Any]:
    if one.section is not None and one.section not in sections:
        raise ValueError(f"person {one.person} is in section {one.section!r}, which the course does not have")
    if one.enrolled is None:
        raise ValueError(f"person {one.person} has a role but no enrollment date")
    return {
        "course_id": context.course.id,
        "user_id": user_id,
        "role": one.role,
        "section_id": sections[one.section] if one.section is not None else None,
        "created_at": one.enrolled,
        "dropped_at": one.dropped,
    }


def _assignments(context: RestoreContext, assignments: list[AssignmentRow]) -> None:
    require_unique([one.position for one in assignments], "the position of an assignment")
    rows = []
    for offset, one in enumerate(assignments):
        context.assignment.require_next(one.assignment, offset)
        rows.append({"course_id": context.course.id, **{name: getattr(one, name) for name in POLICIES}})
    context.assignment.add(context.insert(Assignment.id, rows))


def _exercises(context: RestoreContext, assignments: list[AssignmentRow]) -> None:
    placed = [(item, one.assignment) for one in assignments for item in one.exercises]
    require_unique([item.slug for item, _ in placed], "the exercise")
    require_unique([(number, item.position) for item, number in placed], "the place of an exercise")
    rows = []
    for offset, (item, number) in enumerate(sorted(placed, key=lambda pair: pair[0].exercise)):
        context.exercise.require_next(item.exercise, offset)
        _require_known(item.slug)
        context.slugs.append(item.slug)
        rows.append(
            {
                "assignment_id": context.assignment.get(number),
                "slug": item.slug,
                "position": item.position,
                "max_points": item.max_points,
            }
        )
    context.exercise.add(context.insert(AssignmentExercise.id, rows))


def _require_known(slug: str) -> None:
    try:
        current_version(slug)
    except UnknownExercise as error:
        raise ValueError(
            f"this installation has no exercise {slug!r}; if it is one of the course's own exercises, set "
            "CHAINRULE_EXERCISES_DIR to its folder"
        ) from error


def _extensions(context: RestoreContext, extensions: list[ExtensionRow], sections: dict[str, int]) -> None:
    rows = []
    for offset, one in enumerate(extensions):
        context.extension.require_next(one.extension, offset)
        if (one.person is None) == (one.section is None):
            raise ValueError(f"extension {one.extension} must be either for a person or for a section")
        if one.section is not None and one.section not in sections:
            raise ValueError(f"extension {one.extension} is for a section that the course does not have")
        rows.append(
            {
                "assignment_id": context.assignment.get(one.assignment),
                "user_id": context.person.of(one.person),
                "section_id": sections[one.section] if one.section is not None else None,
                "due_at": one.due_at,
                "closes_at": one.closes_at,
                "reason": one.reason,
                "granted_by": context.person.of(one.granted_by),
                "granted_at": one.granted_at,
                "revoked_at": one.revoked_at,
            }
        )
    context.extension.add(context.insert(Extension.id, rows))


def _announcements(context: RestoreContext, announcements: list[AnnouncementRow]) -> None:
    rows = []
    for offset, one in enumerate(announcements):
        context.announcement.require_next(one.announcement, offset)
        rows.append(
            {
                "course_id": context.course.id,
                "title": one.title,
                "text": one.text,
                "author_id": context.person.get(one.author),
                "at": one.at,
                "edited_at": one.edited_at,
                "withdrawn_at": one.withdrawn_at,
            }
        )
    context.announcement.add(context.insert(Announcement.id, rows))
