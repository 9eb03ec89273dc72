"""The demo course and its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from exercises import Unit, catalog
from server.accounts.models import User
from server.accounts.passwords import hash_password
from server.accounts.services import find_user
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role

COURSE_SLUG = "foundations"
PASSWORD = "chainrule-demo"  # noqa: S105 - printed at every start; `make run` listens on this machine only
INSTRUCTOR = ("ines@example.org", "Ines Arslan")
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
DAYS_A_UNIT = 7


@dataclass(frozen=True, slots=True)
class DemoCourse:
    """What `build` made or found; `units` holds each assignment with its exercises, in order."""

    course: Course
    students: tuple[User, ...]
    units: tuple[tuple[Assignment, tuple[AssignmentExercise, ...]], ...]


def build(session: Session, now: datetime) -> DemoCourse:
    """Make what is not there yet; the caller commits."""
    course = session.scalar(select(Course).filter_by(slug=COURSE_SLUG))
    if course is None:
        course = Course(slug=COURSE_SLUG, title="Foundations of Deep Learning")
        session.add(course)
        session.flush()
        _add_units(session, course, now)
    password_hash = hash_password(PASSWORD)  # one for all: hashing is slow on purpose
    _enrol(session, course, *INSTRUCTOR, Role.INSTRUCTOR, password_hash)
    students = tuple(_enrol(session, course, *person, Role.STUDENT, password_hash) for person in STUDENTS)
    units = session.scalars(select(Assignment).filter_by(course_id=course.id).order_by(Assignment.position)).all()
    return DemoCourse(course, students, tuple((unit, tuple(unit.exercises)) for unit in units))


def logins(session: Session) -> list[str]:
    """Lines for the terminal that say who can log in, if this is the demo."""
    if session.scalar(select(Course).filter_by(slug=COURSE_SLUG)) is None:
        return []
    people = (("student", STUDENTS[0]), ("instructor", INSTRUCTOR))
    return [f"  {role:<11} {email:<18} password: {PASSWORD}" for role, (email, _) in people]


def _add_units(session: Session, course: Course, now: datetime) -> None:
    """One assignment a unit of the catalogue; the first is over, the second is due next, all are open."""
    midnight = now.replace(hour=23, minute=59, second=0, microsecond=0)
    for position, unit in enumerate(catalog().units):
        due_at = midnight + timedelta(days=DAYS_A_UNIT * (position - 1) + 3)
        session.add(_assignment(course, unit, position, due_at))
        session.flush()


def _assignment(course: Course, unit: Unit, position: int, due_at: datetime) -> Assignment:
    items = [AssignmentExercise(slug=slug, position=place) for place, slug in enumerate(unit.slugs)]
    return Assignment(course_id=course.id, position=position, title=unit.title, due_at=due_at, exercises=items)


def _enrol(session: Session, course: Course, email: str, name: str, role: Role, password_hash: str) -> User:
    user = find_user(session, email)
    if user is None:
        user = User(email=email, name=name, password_hash=password_hash)
        session.add(user)
        session.flush()
    if session.scalar(select(Enrollment).filter_by(course_id=course.id, user_id=user.id)) is None:
        session.add(Enrollment(course_id=course.id, user_id=user.id, role=role))
        session.flush()
    return user
