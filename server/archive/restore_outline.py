"""A course and its people, back from an archive."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from exercises.errors import UnknownExercise
from server.accounts.models import User
from server.accounts.passwords import UNUSABLE
from server.archive import layout
from server.archive.incoming import Incoming, require_unique
from server.archive.outline import POLICIES, SETTINGS
from server.archive.outline_rows import AnnouncementRow, AssignmentRow, CourseRow, ExtensionRow
from server.archive.reader import Reader
from server.archive.rows import PersonRow
from server.courses.catalog import current_version
from server.courses.creation import require_free
from server.courses.models import Announcement, Assignment, AssignmentExercise, Course, Enrollment, Extension, Section

PEOPLE_AT_A_TIME = 300


def restore(session: Session, archive: Reader, slug: str | None) -> Incoming:
    """Make the course with its people, assignments, extensions and announcements.

    Raises:
        CourseError: if the slug is taken or cannot be one.
        ValueError: if the archive is wrong.
    """
    outline = CourseRow.model_validate_json(archive.read(layout.COURSE))
    require_free(session, slug or outline.slug)
    settings = {name: getattr(outline, name) for name in SETTINGS} | {"slug": slug or outline.slug}
    course = Course(**settings)
    session.add(course)
    session.flush()
    found = Incoming(session, archive, course)
    require_unique(outline.sections, "section")
    found.section.add(found.insert(Section.id, [{"course_id": course.id, "name": one} for one in outline.sections]))
    sections = dict(zip(outline.sections, found.section.portion(0, len(found.section)), strict=True))
    for some in archive.portions(layout.PEOPLE, archive.table(layout.PEOPLE, PersonRow), PEOPLE_AT_A_TIME):
        _people(found, some, sections)
    archive.place = layout.COURSE
    _assignments(found, outline.assignments)
    _exercises(found, outline.assignments)
    _extensions(found, outline.extensions, sections)
    _announcements(found, outline.announcements)
    return found


def _people(found: Incoming, some: list[PersonRow], sections: dict[str, int]) -> None:
    for offset, one in enumerate(some):
        found.person.require_next(one.person, offset)
    addresses = [one.email.lower() for one in some]
    require_unique(addresses, "the address")
    query = select(func.lower(User.email).label("address"), User.id).where(func.lower(User.email).in_(addresses))
    ids = {row.address: row.id for row in found.session.execute(query)}
    before = set(found.person.portion(0, len(found.person)))
    for address, user_id in ids.items():
        if user_id in before:
            raise ValueError(f"the address {address!r} is there twice")
    missing = [one for one in some if one.email.lower() not in ids]
    made = [{"email": one.email, "name": one.name, "password_hash": UNUSABLE} for one in missing]
    for one, user_id in zip(missing, found.insert(User.id, made), strict=True):
        ids[one.email.lower()] = user_id
    found.made += len(made)
    found.person.add(ids[address] for address in addresses)
    rows = [_enrolment(found, one, ids[one.email.lower()], sections) for one in some if one.role is not None]
    if rows:
        found.session.execute(insert(Enrollment), rows)


def _enrolment(found: Incoming, one: PersonRow, user_id: int, sections: dict[str, int]) -> dict[str, Any]:
    if one.section is not None and one.section not in sections:
        raise ValueError(f"person {one.person} is in a section {one.section!r} that the course does not have")
    if one.enrolled is None:
        raise ValueError(f"person {one.person} has a role and no day of enrolment")
    return {
        "course_id": found.course.id,
        "user_id": user_id,
        "role": one.role,
        "section_id": sections[one.section] if one.section is not None else None,
        "created_at": one.enrolled,
        "dropped_at": one.dropped,
    }


def _assignments(found: Incoming, assignments: list[AssignmentRow]) -> None:
    require_unique([one.position for one in assignments], "the position of an assignment")
    rows = []
    for offset, one in enumerate(assignments):
        found.assignment.require_next(one.assignment, offset)
        rows.append({"course_id": found.course.id, **{name: getattr(one, name) for name in POLICIES}})
    found.assignment.add(found.insert(Assignment.id, rows))


def _exercises(found: Incoming, assignments: list[AssignmentRow]) -> None:
    placed = [(item, one.assignment) for one in assignments for item in one.exercises]
    require_unique([item.slug for item, _ in placed], "the exercise")
    require_unique([(number, item.position) for item, number in placed], "the place of an exercise")
    rows = []
    for offset, (item, number) in enumerate(sorted(placed, key=lambda pair: pair[0].exercise)):
        found.exercise.require_next(item.exercise, offset)
        _require_known(item.slug)
        found.slugs.append(item.slug)
        rows.append(
            {
                "assignment_id": found.assignment.get(number),
                "slug": item.slug,
                "position": item.position,
                "max_points": item.max_points,
            }
        )
    found.exercise.add(found.insert(AssignmentExercise.id, rows))


def _require_known(slug: str) -> None:
    try:
        current_version(slug)
    except UnknownExercise as error:
        raise ValueError(
            f"this installation has no exercise {slug!r}; if it is one of the course's own, name its folder in "
            "CHAINRULE_EXERCISES_DIR"
        ) from error


def _extensions(found: Incoming, extensions: list[ExtensionRow], sections: dict[str, int]) -> None:
    rows = []
    for offset, one in enumerate(extensions):
        found.extension.require_next(one.extension, offset)
        if (one.person is None) == (one.section is None):
            raise ValueError(f"extension {one.extension} is for a person or for a section, one of the two")
        if one.section is not None and one.section not in sections:
            raise ValueError(f"extension {one.extension} is for a section that the course does not have")
        rows.append(
            {
                "assignment_id": found.assignment.get(one.assignment),
                "user_id": found.person.of(one.person),
                "section_id": sections[one.section] if one.section is not None else None,
                "due_at": one.due_at,
                "closes_at": one.closes_at,
                "reason": one.reason,
                "granted_by": found.person.of(one.granted_by),
                "granted_at": one.granted_at,
                "revoked_at": one.revoked_at,
            }
        )
    found.extension.add(found.insert(Extension.id, rows))


def _announcements(found: Incoming, announcements: list[AnnouncementRow]) -> None:
    rows = []
    for offset, one in enumerate(announcements):
        found.announcement.require_next(one.announcement, offset)
        rows.append(
            {
                "course_id": found.course.id,
                "title": one.title,
                "text": one.text,
                "author_id": found.person.get(one.author),
                "at": one.at,
                "edited_at": one.edited_at,
                "withdrawn_at": one.withdrawn_at,
            }
        )
    found.announcement.add(found.insert(Announcement.id, rows))
