"""List, add, rename and remove the sections of a course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.accounts.models import User
from server.courses.models import Course, Enrollment, Extension, Invitation, Section
from server.roster.errors import RosterError
from server.scores.locks import lock_course

MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class SectionSize:
    """A section with the number of people in it, and the number of removed people who were in it."""

    section: Section
    people: int
    removed: int

    @property
    def is_empty(self) -> bool:
        """Return whether nobody is or was in it."""
        return self.people + self.removed == 0


def sections_of(session: Session, course: Course) -> Sequence[Section]:
    """Return the sections of a course, sorted by name."""
    query = select(Section).where(Section.course_id == course.id).order_by(func.lower(Section.name), Section.id)
    return session.scalars(query).all()


def section_sizes(session: Session, course: Course) -> list[SectionSize]:
    """Return the sections of a course with their sizes, in two queries."""
    here = select(Enrollment.section_id, func.count(), func.count(Enrollment.dropped_at))
    here = here.where(Enrollment.course_id == course.id).group_by(Enrollment.section_id)
    sizes = {section_id: (total - removed, removed) for section_id, total, removed in session.execute(here)}
    return [SectionSize(section, *sizes.get(section.id, (0, 0))) for section in sections_of(session, course)]


def check_name(name: str) -> str:
    """Return the name with single spaces.

    Raises:
        RosterError: if it is empty, too long or contains invisible characters.
    """
    name = " ".join(name.split())
    if not name:
        raise RosterError("Enter a name for the section.")
    if len(name) > MAX_NAME:
        raise RosterError(f"The section's name has {len(name)} characters, but at most {MAX_NAME} are allowed.")
    if not name.isprintable():
        raise RosterError("The section's name contains invisible characters.")
    return name


def add(session: Session, actor: User, course: Course, name: str) -> Section:
    """Add a section.

    Raises:
        RosterError: if the name cannot be used or is taken.
    """
    lock_course(session, course.id)
    section = Section(course_id=course.id, name=_free_name(session, course, name))
    session.add(section)
    session.flush()
    _record(session, actor, "section.added", section, name=section.name)
    return section


def rename(session: Session, actor: User, course: Course, section: Section, name: str) -> None:
    """Rename a section.

    Raises:
        RosterError: if the name cannot be used or is taken.
    """
    lock_course(session, course.id)
    before, section.name = section.name, _free_name(session, course, name, apart_from=section)
    _record(session, actor, "section.renamed", section, name_from=before, name_to=section.name)


def remove(session: Session, actor: User, course: Course, section: Section) -> None:
    """Remove a section that nobody is in.

    Raises:
        RosterError: if anyone is or was in it, or it has extensions.
    """
    lock_course(session, course.id)
    if session.scalar(select(Enrollment.id).where(Enrollment.section_id == section.id).limit(1)) is not None:
        raise RosterError(
            f"“{section.name}” is not empty. First move its members, including removed ones, to another section."
        )
    if session.scalar(select(Extension.id).where(Extension.section_id == section.id).limit(1)) is not None:
        raise RosterError(f"“{section.name}” has extensions on record, so it cannot be removed. You can rename it.")
    session.execute(update(Invitation).where(Invitation.section_id == section.id).values(section_id=None))
    _record(session, actor, "section.removed", section, name=section.name)
    session.delete(section)


def _free_name(session: Session, course: Course, name: str, apart_from: Section | None = None) -> str:
    name = check_name(name)
    others = session.scalars(select(Section).where(Section.course_id == course.id)).all()
    # Compared here, because SQLite's lower() handles only ASCII letters.
    taken = next((s for s in others if s is not apart_from and s.name.casefold() == name.casefold()), None)
    if taken is not None:
        raise RosterError(f"A section named “{taken.name}” already exists.")
    return name


def _record(session: Session, actor: User, action: str, section: Section, **data: str) -> None:
    record(session, actor, action, subject=f"section:{section.id}", course_id=section.course_id, **data)
