"""Small courses drawn at random: whatever is in them comes back, and the scores follow again."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from exercises import catalog
from server.accounts.models import User
from server.courses.models import (
    Assignment,
    AssignmentExercise,
    AttemptPolicy,
    Course,
    Enrollment,
    Extension,
    FeedbackTime,
    LatePolicy,
    Role,
    Section,
)
from server.scores import overrides, scoring
from server.submissions.models import JobState, Purpose
from tests.server import classroom, reports
from tests.server.archive.course import NOW, contents, exported, imported

pytestmark = pytest.mark.slow

NAMES = ["Ada", "'=1", "=1", "''x", "O'Neill", 'Zoë, "Z"', "\ufeff+1", "名前", "-", "x\ny"]
REPORTS = [reports.accepted, reports.unsummed_bias, reports.raises, reports.does_not_load]


def draw(session: Session, seed: int) -> None:
    """Make a course of whatever kinds the seed gives."""
    chance = random.Random(seed)
    course = Course(slug="any", title="Any", grace_days=chance.randrange(4), help_steps=chance.randrange(4))
    people = [
        User(email=f"{chance.randrange(10**6)}.{i}@x.org", name=name, password_hash="-") for i, name in enumerate(NAMES)
    ]
    session.add_all([course, *people])
    session.flush()
    sections = [Section(course_id=course.id, name=name) for name in ("B", "=A", "'C")]
    session.add_all(sections)
    session.flush()
    for user in people[:-1]:
        section = chance.choice([None, *sections])
        session.add(
            Enrollment(
                course_id=course.id, user_id=user.id, role=chance.choice([Role.STUDENT] * 5 + [Role.ASSISTANT]),
                section_id=section.id if section else None, dropped_at=chance.choice([None, None, None, NOW]),
            )
        )  # fmt: skip
    items = _assignments(session, course, sections, people, chance)
    session.commit()
    for number in range(60):
        at = NOW + timedelta(hours=number - 40)
        report = chance.choice([*REPORTS, None])
        state = (
            None if report else chance.choice([JobState.QUEUED, JobState.RUNNING, JobState.ERROR, JobState.SUPERSEDED])
        )
        classroom.submit(
            session, chance.choice(people), chance.choice(items), report() if report else None,
            received_at=at, state=state, source=f"x = {number}\n" * chance.randrange(1, 9),
            purpose=chance.choice([Purpose.SUBMIT] * 4 + [Purpose.CHECK]),
        )  # fmt: skip
    for _ in range(6):
        item = chance.choice(items)
        points = chance.choice([None, chance.randrange(int(item.max_points))])
        overrides.override(
            session, course, people[0], [overrides.NewOverride(chance.choice(people).id, item, points)], "so"
        )
    # Single gradings bring up to date what they reach; here everything is, as after any edit of the course.
    scoring.recompute(session, course.id, [user.id for user in people], scoring.Cause("all"))
    session.commit()


def _assignments(
    session: Session, course: Course, sections: list[Section], people: list[User], chance: random.Random
) -> list[AssignmentExercise]:
    slugs = chance.sample(catalog().slugs, 6)
    items = []
    for place in chance.sample(range(9), 3):
        unit = Assignment(
            course_id=course.id, position=place, title=f"Unit {place}",
            due_at=chance.choice([None, NOW - timedelta(days=chance.randrange(3), minutes=7)]),
            weight=chance.choice([None, 1, 3]), late_policy=chance.choice(list(LatePolicy)),
            late_percent=chance.randrange(101), late_cap=chance.randrange(101), help_steps=chance.choice([None, 0, 2]),
            attempt_policy=chance.choice(list(AttemptPolicy)), feedback=chance.choice(list(FeedbackTime)),
        )  # fmt: skip
        session.add(unit)
        session.flush()
        for position in chance.sample(range(5), 2):
            items.append(
                AssignmentExercise(
                    assignment_id=unit.id, slug=slugs.pop(), position=position, max_points=chance.randrange(1, 200)
                )
            )
            session.add(items[-1])
        whom = chance.choice([{"section_id": sections[0].id}, {"user_id": people[0].id}])
        due_at = NOW - timedelta(days=chance.randrange(-2, 3))
        session.add(Extension(assignment_id=unit.id, due_at=due_at, reason="ill", **whom))
    session.flush()
    return items


@pytest.mark.parametrize("seed", range(4))
def test_a_random_course_comes_back_as_it_was(
    sessions: sessionmaker[Session], elsewhere: sessionmaker[Session], seed: int
):
    with sessions() as session:
        draw(session, seed)
    before = exported(sessions, "any")
    done = imported(elsewhere, before)
    assert done.submissions == 60
    after = exported(elsewhere, "any")
    first, second = contents(before), contents(after)
    for name, data in first.items():
        assert second[name] == data, name
    assert after == before
