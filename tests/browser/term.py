"""A course of two hundred with scores that can be computed by hand, made through the pipeline."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from grader.report import Diagnosis, Report
from server.accounts.models import User
from server.courses.models import (
    Assignment,
    AssignmentExercise,
    AttemptPolicy,
    Course,
    Enrollment,
    LatePolicy,
    Role,
    Section,
)
from server.submissions.models import Lane, Purpose
from server.submissions.submit import accept
from server.worker.claims import Claim, claim_next
from server.worker.finish import finish
from tests.server.classroom import Classroom
from tests.server.world import ScriptedGrader

OTHERS = 198  # beside Ada and Ben
MISJUDGED = "# rounded\n"  # what a check judges too hard at first
MISTAKES = {
    "unsummed": Diagnosis("unsummed_bias", "The bias gradient is not summed over the batch.", "-", 0.9, "loads"),
    "transposed": Diagnosis("transposed", "The gradient of the weight is transposed.", "-", 0.9, "loads"),
}


@dataclass
class Term:
    """The course; `students` are the others, by number.

    `sigmoid` (100 points) and `relu` (50) were due: the best attempt counts, less 10% for each day late, 50% at most.
    At `linear` (200), due later, the last attempt counts.
    """

    sessions: sessionmaker[Session]
    now: datetime
    items: dict[str, int]
    students: list[int]
    keys: Iterator[int] = field(default_factory=itertools.count)

    def hand_in(self, user_id: int, slug: str, source: str, at: datetime | None = None) -> None:
        """Accept a source; ``# 70`` will get 70 percent."""
        with self.sessions() as session:
            user, item = session.get_one(User, user_id), session.get_one(AssignmentExercise, self.items[slug])
            key = f"term-{next(self.keys)}"
            accept(session, user, item, source, client_key=key, purpose=Purpose.SUBMIT, received_at=at)
        self.grade()

    def grade(self) -> int:
        """Grade all that waits; how many that were."""
        for count in itertools.count():
            with self.sessions() as session:
                claim = claim_next(session, Lane.BATCH, worker="term", lease_s=60)
                if claim is None:
                    return count
                assert finish(session, claim, grade(claim)) is not None
        raise AssertionError


def grade(claim: Claim) -> Report:
    """What the first line says, and a mistake that the next one names; a regrade gives `MISJUDGED` full points."""
    if claim.is_preview and MISJUDGED in claim.source:
        claim = replace(claim, source="# 100\n")
    report = ScriptedGrader()(claim, lambda _stage: None, threading.Event())
    told = [found for name, found in MISTAKES.items() if f"# {name}\n" in claim.source]
    return replace(report, diagnoses=tuple(told))


def begin(sessions: sessionmaker[Session], room: Classroom) -> Term:
    """Make the course with everybody in it; nothing is handed in."""
    with sessions() as session:
        course = Course(slug="term", title="Networks from Scratch", timezone="Europe/Berlin")
        units = [
            Assignment(
                course=course, position=0, title="Functions", due_at=room.now - timedelta(days=3),
                late_policy=LatePolicy.PERCENT, late_percent=10, late_cap=50,
            ),
            Assignment(
                course=course, position=1, title="Layers", due_at=room.now + timedelta(days=4),
                attempt_policy=AttemptPolicy.LAST,
            ),
        ]  # fmt: skip
        items = {
            "sigmoid": AssignmentExercise(assignment=units[0], slug="sigmoid", position=0, max_points=100),
            "relu": AssignmentExercise(assignment=units[0], slug="relu", position=1, max_points=50),
            "linear": AssignmentExercise(assignment=units[1], slug="linear", position=0, max_points=200),
        }
        people = [
            User(email=f"student-{n:03}@example.org", name=f"Student {n:03}", password_hash="!") for n in range(OTHERS)
        ]
        session.add_all([course, *people])
        session.flush()
        sections = [Section(course_id=course.id, name=name) for name in ("A", "B")]
        session.add_all(sections)
        session.flush()
        session.add(Enrollment(course_id=course.id, user_id=room.ines.id, role=Role.INSTRUCTOR))
        students = [room.ada.id, room.ben.id, *(person.id for person in people)]
        session.add_all(
            Enrollment(course_id=course.id, user_id=user_id, role=Role.STUDENT, section_id=sections[place % 2].id)
            for place, user_id in enumerate(students)
        )
        session.commit()
        return Term(sessions, room.now, {slug: item.id for slug, item in items.items()}, students[2:])


def work(term: Term) -> None:
    """Let everybody but Ada and Ben work: every fourth student does the same.

    0: sigmoid 100 in time; linear 80%, then 40%, of which the last counts. 100 + 80 = 180.
    1: sigmoid 80 a day and an hour late, which is two days: 64; relu 60% of 50 in time: 30. 94. Up to number 121, of
       thirty-one, the 80 is misjudged.
    2: sigmoid 90 in time, then 100 an hour late, which is worth 90 and not better; relu 90% of 50: 45. 135.
    3: nothing. 0.
    """
    due_at = term.now - timedelta(days=3)
    in_time, late, very_late = due_at - timedelta(hours=5), due_at + timedelta(hours=1), due_at + timedelta(hours=25)
    for number, user_id in enumerate(term.students):
        kind = number % 4
        if kind == 0:
            term.hand_in(user_id, "sigmoid", "# 100\n", in_time)
            mistake = "unsummed" if number % 8 == 0 else "transposed"
            term.hand_in(user_id, "linear", f"# 80\n# {mistake}\n")
            term.hand_in(user_id, "linear", "# 40\n# unsummed\n")
        elif kind == 1:
            misjudged = MISJUDGED if number <= 121 else ""
            term.hand_in(user_id, "sigmoid", f"# 80\n{misjudged}", very_late)
            term.hand_in(user_id, "relu", "# 60\n", in_time)
        elif kind == 2:
            term.hand_in(user_id, "sigmoid", "# 90\n", in_time)
            term.hand_in(user_id, "sigmoid", "# 100\n", late)
            term.hand_in(user_id, "relu", "# 90\n", in_time)
