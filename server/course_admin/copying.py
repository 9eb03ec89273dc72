"""Create a course: empty, from the catalog, or as a copy of another without its members."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.accounts.models import User
from server.course_admin import assignments, snapshots
from server.courses.creation import create_course, require_free
from server.courses.models import Announcement, Course, Enrollment, Role
from server.courses.permissions import Right, courses_of
from server.text import times


def sources(session: Session, user: User) -> list[Course]:
    """Return the courses that `user` may copy."""
    return [access.course for access in courses_of(session, user) if access.may(Right.EDIT_COURSE)]


def usual_zone(courses: Collection[Course]) -> str | None:
    """Return the time zone of the newest of these courses; None if there is none."""
    newest = max(courses, key=lambda course: (course.created_at, course.id), default=None)
    return newest.timezone if newest else None


def create_empty(session: Session, *, slug: str, title: str, term: str, timezone: str) -> Course:
    """Add a course without assignments.

    Raises:
        CourseError: if the slug is taken or invalid.
    """
    require_free(session, slug)
    course = Course(slug=slug, title=title, term=term, timezone=timezone)
    session.add(course)
    session.flush()
    return course


def create_from_catalog(
    session: Session, *, slug: str, title: str, term: str, timezone: str, first_due: date
) -> Course:
    """Add a course with the whole catalog, one unit per week, each due at 23:59 local time.

    Raises:
        CourseError: if the slug is taken or invalid.
    """
    course = create_course(session, slug=slug, title=title, first_due_at=times.end_of_day(first_due, timezone))
    course.term, course.timezone = term, timezone
    return course


def copy(
    session: Session,
    source: Course,
    *,
    slug: str,
    title: str,
    term: str,
    timezone: str,
    first_due: date | None,
    with_announcements: bool = False,
) -> Course:
    """Add a course with the settings, assignments and exercises of another, and none of its members.

    Args:
        session: the database session.
        source: the course to copy.
        slug: the slug of the new course.
        title: the title of the new course.
        term: may be empty.
        timezone: the time zone in which its times are shown.
        first_due: the day of the first due date; all dates are shifted by as many days and keep their local time.
            None: dates are not shifted.
        with_announcements: whether to copy current announcements, with their authors.

    Raises:
        CourseError: if the slug is taken or invalid.
    """
    course = create_empty(session, slug=slug, title=title, term=term, timezone=timezone)
    course.grace_days, course.help_steps = source.grace_days, source.help_steps
    found = assignments.listing(session, source)
    dated = [at for one in found if (at := one.due_at)] or [
        at for one in found if (at := one.opens_at or one.closes_at)
    ]
    days = times.days_between(min(dated), first_due, source.timezone) if dated and first_due else 0
    for one in found:
        values = snapshots.of_assignment(one)
        for name in snapshots.DATES:
            at = snapshots.moment(values[name])
            if at is not None:
                values[name] = times.shift_days(at, days, source.timezone, timezone).isoformat()
        assignments.add(session, course, values)
    if with_announcements:
        query = select(Announcement).where(Announcement.course_id == source.id, Announcement.withdrawn_at.is_(None))
        for announcement in session.scalars(query.order_by(Announcement.id)):
            session.add(
                Announcement(
                    course_id=course.id,
                    title=announcement.title,
                    text=announcement.text,
                    author_id=announcement.author_id,
                    at=announcement.at,
                    edited_at=announcement.edited_at,
                )
            )
    session.flush()
    return course


def take_over(session: Session, course: Course, creator: User, source: Course | None) -> None:
    """Make the creator of a course its instructor, and record that it was created."""
    session.add(Enrollment(course_id=course.id, user_id=creator.id, role=Role.INSTRUCTOR))
    more = {"source": source.slug} if source else {}
    record(session, creator, "course.created", subject=f"course:{course.id}", course_id=course.id, **more)
