"""Create the demo course and its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.accounts.passwords import hash_password, password_matches
from server.accounts.users import find_user
from server.courses.creation import create_course
from server.courses.models import (
    Assignment,
    AssignmentExercise,
    Course,
    Enrollment,
    LatePolicy,
    Role,
    Section,
)

COURSE_SLUG = "foundations"
PASSWORD = "chainrule-demo"  # noqa: S105 - printed at every start; `make run` listens on this machine only
INSTRUCTOR = ("ines@example.org", "Ines Arslan")
ASSISTANT = ("noor@example.org", "Noor Haidari")
SECTIONS = ("Tue 10:00", "Thu 14:00")
STUDENTS = (
    ("sam@example.org", "Sam Okafor"),
    ("mira@example.org", "Mira Lindqvist"),
    ("jonas@example.org", "Jonas Weber"),
    ("aiko@example.org", "Aiko Tanaka"),
    ("lea@example.org", "Léa Moreau"),
    ("tariq@example.org", "Tariq Haddad"),
    ("nina@example.org", "Nina Kovač"),
    ("omar@example.org", "Omar Farouk"),
    ("priya@example.org", "Priya Raman"),
    ("diego@example.org", "Diego Fuentes"),
    ("hanna@example.org", "Hanna Virtanen"),
    ("yusuf@example.org", "Yusuf Demir"),
)


@dataclass(frozen=True, slots=True)
class DemoCourse:
    """The demo course; `units` has each assignment with its exercises, in order."""

    course: Course
    students: tuple[User, ...]
    units: tuple[tuple[Assignment, tuple[AssignmentExercise, ...]], ...]


def build(session: Session, now: datetime) -> DemoCourse:
    """Create the parts of the course that are missing; the caller commits."""
    course = session.scalar(select(Course).filter_by(slug=COURSE_SLUG))
    if course is None:
        # The first unit is past due, the second is due next, and all are open.
        first_due_at = now.replace(hour=23, minute=59, second=0, microsecond=0) - timedelta(days=6)
        title = "Foundations of Deep Learning"
        course = create_course(session, slug=COURSE_SLUG, title=title, first_due_at=first_due_at)
        _set_up(session, course)
    password_hash = hash_password(PASSWORD)  # one hash for all, because hashing is slow on purpose
    _enroll(session, course, *INSTRUCTOR, Role.INSTRUCTOR, password_hash)
    _enroll(session, course, *ASSISTANT, Role.ASSISTANT, password_hash)
    sections = session.scalars(select(Section).filter_by(course_id=course.id).order_by(Section.name)).all()
    students = tuple(
        _enroll(
            session, course, *person, Role.STUDENT, password_hash, sections[place % len(sections)] if sections else None
        )
        for place, person in enumerate(STUDENTS)
    )
    units = session.scalars(select(Assignment).filter_by(course_id=course.id).order_by(Assignment.position)).all()
    return DemoCourse(course, students, tuple((unit, tuple(unit.exercises)) for unit in units))


def has_public_accounts(session: Session) -> bool:
    """Return whether anyone can log in to an account of the demo."""
    emails = [email for email, _ in (INSTRUCTOR, ASSISTANT, *STUDENTS)]
    users = session.scalars(select(User).where(User.email.in_(emails), User.is_active))
    return any(password_matches(user.password_hash, PASSWORD) for user in users)


def logins(session: Session) -> list[str]:
    """Return lines for the terminal with the logins of the demo; none if there is no demo."""
    if session.scalar(select(Course).filter_by(slug=COURSE_SLUG)) is None:
        return []
    people = (("student", STUDENTS[0]), ("assistant", ASSISTANT), ("instructor", INSTRUCTOR))
    return [f"  {role:<11} {email:<18} password: {PASSWORD}" for role, (email, _) in people]


def _set_up(session: Session, course: Course) -> None:
    """Add sections, and give the units different late policies."""
    course.grace_days = 2
    session.add_all(Section(course_id=course.id, name=name) for name in SECTIONS)
    for place, unit in enumerate(course.assignments):
        unit.late_policy = LatePolicy.GRACE if place % 2 else LatePolicy.PERCENT
        unit.late_percent, unit.late_cap = 10, 50
    session.flush()


def _enroll(
    session: Session,
    course: Course,
    email: str,
    name: str,
    role: Role,
    password_hash: str,
    section: Section | None = None,
) -> User:
    user = find_user(session, email)
    if user is None:
        user = User(email=email, name=name, password_hash=password_hash)
        session.add(user)
        session.flush()
    if session.scalar(select(Enrollment).filter_by(course_id=course.id, user_id=user.id)) is None:
        section_id = section.id if section else None
        session.add(Enrollment(course_id=course.id, user_id=user.id, role=role, section_id=section_id))
        session.flush()
    return user
