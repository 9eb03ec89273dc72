"""Create the seeded course before any submission: units, people, sections and extensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.accounts.models import User
from server.accounts.passwords import hash_password
from server.courses.models import (
    Assignment,
    AssignmentExercise,
    AttemptPolicy,
    Course,
    Enrollment,
    Extension,
    LatePolicy,
    Role,
    Section,
)
from server.seeding.size import EXERCISES_A_UNIT, Size

PASSWORD = "chainrule-seeded"  # noqa: S105 - of everyone in a seeded course, which production refuses
WORK_DAYS = 14  # from the opening of a unit to its due date
GRACE_DAYS = 3
INDIVIDUAL = 0.01  # share of the students who have an extension in some unit
# The late policies of the units, in turn.
LATE_POLICIES = (LatePolicy.PERCENT, LatePolicy.GRACE, LatePolicy.NONE, LatePolicy.GRACE)
FIRST_NAMES = (
    "Ada", "Aiko", "Amir", "Anna", "Bela", "Chiara", "Daniel", "Dilan", "Elif", "Emil", "Eva", "Farid", "Greta", "Hana",
    "Ibrahim", "Ines", "Ivo", "Jana", "Jonas", "Kofi", "Lea", "Levi", "Lin", "Mara", "Mateo", "Mila", "Nadia", "Nils",
    "Noor", "Omar", "Paula", "Priya", "Rafael", "Ruth", "Samir", "Selma", "Tomas", "Vera", "Yusuf", "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Abebe", "Adler", "Bauer", "Becker", "Costa", "Demir", "Diaz", "Eriksen", "Fischer", "Garcia", "Haddad", "Hansen",
    "Ivanova", "Jansen", "Kaya", "Keller", "Kim", "Kovacs", "Lang", "Lopez", "Maier", "Meyer", "Nguyen", "Novak",
    "Okafor", "Olsen", "Patel", "Petrov", "Rossi", "Sato", "Schulz", "Silva", "Tanaka", "Vogel", "Wagner", "Weber",
    "Wolf", "Yilmaz", "Zhang", "Zimmer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeededCourse:
    """The course and its people; `students` has user ids in the order of creation."""

    course: Course
    assignments: Sequence[Assignment]
    items: Sequence[AssignmentExercise]
    instructor: User
    students: Sequence[int]


def address(slug: str, who: str) -> str:
    """Return the email address of a person in the seeded course `slug`."""
    return f"{who}@{slug}.example"


def create_seeded_course(
    session: Session, slug: str, title: str, size: Size, now: datetime, rng: np.random.Generator
) -> SeededCourse:
    """Add everything that exists before the first submission; the caller commits."""
    password_hash = hash_password(PASSWORD)  # one hash for all, because hashing is slow on purpose
    instructor = User(email=address(slug, "teacher"), name="Ines Ahlers", password_hash=password_hash)
    course = Course(slug=slug, title=title, grace_days=GRACE_DAYS, timezone="Europe/Berlin")
    course.assignments = _assignments(size, now)
    session.add_all([instructor, course])
    session.flush()
    sections = [Section(course_id=course.id, name=f"Group {n:02}") for n in range(1, size.sections + 1)]
    session.add_all(sections)
    session.add(Enrollment(course_id=course.id, user_id=instructor.id, role=Role.INSTRUCTOR))
    session.flush()
    students = _people(session, slug, size, password_hash, rng)
    session.execute(
        insert(Enrollment),
        [
            {
                "course_id": course.id,
                "user_id": user_id,
                "role": Role.STUDENT,
                "section_id": sections[n % len(sections)].id if sections else None,
            }
            for n, user_id in enumerate(students)
        ],
    )
    _extend(session, course, instructor, students, sections, rng)
    items = [item for assignment in course.assignments for item in assignment.exercises]
    return SeededCourse(course, course.assignments, items, instructor, students)


def _assignments(size: Size, now: datetime) -> list[Assignment]:
    """Return one unit per week; the last is due in five days, and the others are past due."""
    slugs = size.slugs
    units = [slugs[start : start + EXERCISES_A_UNIT] for start in range(0, len(slugs), EXERCISES_A_UNIT)]
    last = now.replace(hour=22, minute=59, second=0, microsecond=0) + timedelta(days=5)
    assignments = []
    for position, unit in enumerate(units):
        due_at = last - timedelta(days=7 * (len(units) - 1 - position))
        assignments.append(
            Assignment(
                position=position,
                title=f"Unit {position + 1}",
                opens_at=due_at - timedelta(days=WORK_DAYS),
                due_at=due_at,
                weight=len(unit),
                late_policy=LATE_POLICIES[position % len(LATE_POLICIES)],
                attempt_policy=AttemptPolicy.LAST if position % 5 == 4 else AttemptPolicy.BEST,
                exercises=[AssignmentExercise(slug=one, position=index) for index, one in enumerate(unit)],
            )
        )
    return assignments


def _people(session: Session, slug: str, size: Size, password_hash: str, rng: np.random.Generator) -> Sequence[int]:
    firsts = rng.integers(len(FIRST_NAMES), size=size.students).tolist()
    lasts = rng.integers(len(LAST_NAMES), size=size.students).tolist()
    people = [
        {
            "email": address(slug, f"student{n:05}"),
            "name": f"{FIRST_NAMES[first]} {LAST_NAMES[last]}",
            "password_hash": password_hash,
        }
        for n, (first, last) in enumerate(zip(firsts, lasts, strict=True), start=1)
    ]
    session.execute(insert(User), people)
    query = select(User.id).where(User.email.like(address(slug, "student%"))).order_by(User.email)
    return session.scalars(query).all()


def _extend(
    session: Session,
    course: Course,
    actor: User,
    students: Sequence[int],
    sections: Sequence[Section],
    rng: np.random.Generator,
) -> None:
    """Extend the due date for one section in every third unit, and for a few students in each unit."""
    granted = []
    for number, assignment in enumerate(course.assignments):
        assert assignment.due_at is not None  # noqa: S101 - set in _assignments
        due_at = assignment.due_at + timedelta(days=3)
        if sections and number % 3 == 0:
            section = sections[int(rng.integers(len(sections)))]
            granted.append(Extension(assignment_id=assignment.id, section_id=section.id, due_at=due_at))
        some = rng.choice(len(students), size=max(1, round(INDIVIDUAL * len(students) / 2)), replace=False)
        granted.extend(
            Extension(assignment_id=assignment.id, user_id=students[int(n)], due_at=due_at) for n in sorted(some)
        )
    for extension in granted:
        extension.reason, extension.granted_by = "ill", actor.id
        whom = f"user:{extension.user_id}" if extension.user_id else f"section:{extension.section_id}"
        subject = f"{whom} assignment:{extension.assignment_id}"
        due = extension.due_at.isoformat()
        record(session, actor, "extension.granted", subject=subject, course_id=course.id, due_at=due, reason="ill")
    session.add_all(granted)
    session.flush()
