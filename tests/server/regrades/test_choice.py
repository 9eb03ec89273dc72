"""What of a regrade is applied where exercises share grace days; on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from server.accounts.models import User
from server.core.db import utcnow
from server.courses.items import items_of
from server.courses.models import Assignment, AssignmentExercise, Course, LatePolicy
from server.regrades import changes, creation, lifecycle
from server.regrades.errors import RegradeDiffers, RegradeOutdated
from server.regrades.models import RegradeSet, Which
from server.scores.models import Score
from tests.server.regrades.test_lifecycle import Class
from tests.server.world import World

Points = dict[str, int]


@pytest.fixture
def room(world: World, sessions: sessionmaker[Session]) -> Class:
    return Class(world, sessions)


class Shared:
    """Two exercises, linear and sigmoid, of which one can have the grace day; what Sam hands in is an hour late."""

    def __init__(self, room: Class) -> None:
        self.room, self.due_at = room, utcnow() - timedelta(days=9)
        with room.sessions() as session:
            session.get_one(Course, 1).grace_days = 1
            unit = session.get_one(Assignment, 1)
            unit.late_policy, unit.late_percent, unit.due_at = LatePolicy.GRACE, 50, self.due_at
            later = Assignment(course_id=1, position=2, title="Next", due_at=self.due_at)
            later.late_policy, later.late_percent = LatePolicy.GRACE, 50
            self.sigmoid = AssignmentExercise(assignment=later, slug="sigmoid", position=1)
            session.add_all([later, self.sigmoid])
            session.commit()

    def hand_in(self, linear: int, sigmoid: int, name: str = "sam") -> None:
        at = self.due_at + timedelta(hours=1)
        self.room.hand_in(name, linear, at=at)
        self.room.hand_in(name, sigmoid, at=at, exercise=self.sigmoid)

    def regrade(self, new: dict[int, int], *slugs: str) -> RegradeSet:
        """Regrade these exercises; `new` points by the old ones."""
        with self.room.sessions() as session:
            course, staff = session.get_one(Course, 1), session.get_one(User, self.room.staff.id)
            items = [one for one in items_of(session, course) if one.item.slug in slugs]
            chosen = creation.choose_attempts(session, course, items, Which.ALL)
            made = creation.create_regrade(session, course, staff, chosen, title="t", reason="r", which=Which.ALL)
            session.commit()
        self.room.grade_preview(lambda points: new.get(points, points))
        return made

    def points(self, name: str = "sam") -> Points:
        with self.room.sessions() as session:
            query = select(AssignmentExercise.slug, Score.points).join(
                Score, Score.assignment_exercise_id == AssignmentExercise.id
            )
            return dict(session.execute(query.where(Score.user_id == self.room.users[name].id)).all())


@pytest.mark.parametrize(
    ("linear", "sigmoid", "new", "slugs", "after"),
    [
        # linear falls and is left out, so that it keeps the grace day; with a lower result sigmoid would fall, too
        (100, 90, {100: 10, 90: 80}, ("linear", "sigmoid"), {"linear": 100, "sigmoid": 45}),
        # sigmoid would take the grace day from linear, which is not regraded
        (80, 70, {70: 100}, ("sigmoid",), {"linear": 80, "sigmoid": 35}),
        # both rise
        (80, 70, {80: 90, 70: 75}, ("linear", "sigmoid"), {"linear": 90, "sigmoid": 37.5}),
        # only linear falls, and sigmoid rises even without the grace day
        (100, 50, {100: 90, 50: 60}, ("linear", "sigmoid"), {"linear": 100, "sigmoid": 30}),
    ],
)
def test_no_score_falls_because_of_shared_grace_days_if_so_asked(room: Class, linear, sigmoid, new, slugs, after):
    shared = Shared(room)
    shared.hand_in(linear, sigmoid)
    shared.hand_in(0, 10, name="tia")
    before = shared.points()
    regrade = shared.regrade({**new, 10: 20}, *slugs)
    room.act(lifecycle.apply, regrade, keys=None, never_lower=True)
    found = shared.points()
    assert found == after
    assert all(found[slug] >= before[slug] for slug in found)
    assert shared.points("tia") == {"linear": 0, "sigmoid": 20}  # one student's scores do not hold back another's


def test_a_part_that_changes_other_scores_than_shown_is_shown_first(room: Class):
    shared = Shared(room)
    shared.hand_in(80, 70)
    regrade = shared.regrade({80: 90, 70: 100}, "linear", "sigmoid")
    keys = {(room.users["sam"].id, room.world.linear.id)}

    def shown(found: Sequence[changes.ScoreDifference]) -> list[tuple[str, int, float, bool]]:
        return [(one.item.slug, one.before, one.after, one.is_direct) for one in found]

    with room.sessions() as session:
        everything = changes.list_changes(session, session.get_one(RegradeSet, regrade.id))
    assert shown(everything) == [("linear", 80, 45, True), ("sigmoid", 35, 100, True)]
    choice = {"keys": keys, "never_lower": False}
    with pytest.raises(RegradeDiffers) as differs:
        room.act(lifecycle.apply, regrade, **choice, shown=changes.digest(everything))
    assert shown(differs.value.changes) == [("linear", 80, 90, True)]
    assert shared.points() == {"linear": 80, "sigmoid": 35}
    with pytest.raises(RegradeOutdated):
        room.act(lifecycle.apply, regrade, **choice, shown="something else")
    assert room.act(lifecycle.apply, regrade, **choice, shown=changes.digest(differs.value.changes)).scores == 1
    assert shared.points() == {"linear": 90, "sigmoid": 35}


def test_a_change_of_shared_days_of_grace_is_foreseen_where_it_follows(room: Class):
    now = utcnow()
    with room.sessions() as session:
        session.get_one(Course, 1).grace_days = 1
        unit = session.get_one(Assignment, 1)
        unit.late_policy, unit.late_percent, unit.due_at = LatePolicy.GRACE, 50, now - timedelta(days=9)
        later = Assignment(course_id=1, position=2, title="Next", due_at=now - timedelta(days=3))
        later.late_policy, later.late_percent = LatePolicy.GRACE, 50
        item = AssignmentExercise(assignment=later, slug="sigmoid", position=1)
        session.add_all([later, item])
        session.commit()
    room.hand_in("sam", 30, at=now - timedelta(days=10))
    room.hand_in("sam", 80, at=now - timedelta(days=8, hours=20))  # a day late: the grace day goes here
    room.hand_in("sam", 60, at=now - timedelta(days=2, hours=20), exercise=item)
    regrade = room.begin(Which.COUNTING)
    room.grade_preview(
        lambda _points: 10
    )  # then the first attempt counts, and the day is free for the second assignment
    with room.sessions() as session:
        found = changes.list_changes(session, session.get_one(RegradeSet, regrade.id))
    assert [(c.item.slug, c.before, c.after, c.is_direct) for c in found] == [
        ("linear", 80, 30, True),
        ("sigmoid", 30, 60, False),
    ]
    room.apply(regrade)
    with room.sessions() as session:
        assert session.scalars(select(Score.points).order_by(Score.assignment_exercise_id)).all() == [30, 60]
