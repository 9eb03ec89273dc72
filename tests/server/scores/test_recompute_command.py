"""``course recompute``: what a new rule changes, listed first and then stored."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.courses.models import Assignment, AssignmentExercise, Course, LatePolicy
from server.scores.models import Score, ScoreChange
from tests.server import classroom, reports
from tests.server.classroom import Classroom


def run(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=["course", "recompute", *words])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def outdated(session: Session, room: Classroom) -> int:
    """A score as an older rule left it: 40, where today's rule gives 100."""
    item = room.items["chain_rule"]
    assignment = session.get_one(Assignment, item.assignment_id)
    assignment.late_policy, assignment.late_percent = LatePolicy.GRACE, 60
    session.get_one(Course, room.course.id).grace_days = 1
    assert assignment.due_at is not None
    at = assignment.due_at + timedelta(hours=2)
    session.commit()
    classroom.submit(session, room.ada, item, reports.accepted(), received_at=at)
    session.execute(update(Score).values(points=40, grace_days=0, penalty_percent=60))
    score_id = session.scalars(select(Score.id)).one()
    session.commit()
    return score_id


def test_it_lists_what_would_change_and_stores_nothing(app: Flask, session: Session, outdated: int):
    found = run(app, "dl")
    assert "Ada Lovelace\tchain_rule\t40 → 100" in found
    assert "--apply" in found
    assert session.get_one(Score, outdated, populate_existing=True).points == 40


def test_with_apply_it_stores_the_scores_and_their_history_and_then_has_nothing_to_do(
    app: Flask, session: Session, outdated: int
):
    run(app, "dl", "--apply")
    score = session.get_one(Score, outdated, populate_existing=True)
    assert (score.points, score.grace_days) == (100, 1)
    last = session.scalars(select(ScoreChange).order_by(ScoreChange.id.desc())).first()
    assert last is not None
    assert (last.from_points, last.to_points, last.reason) == (40, 100, "recomputed after an update")
    session.commit()
    assert run(app, "dl", "--apply") == "No scores or totals would change.\n"


def test_it_lists_points_that_were_rounded_twice_and_mends_what_is_solved(
    app: Flask, session: Session, room: Classroom
):
    item = session.get_one(AssignmentExercise, room.items["relu"].id)
    item.max_points = Decimal(1)
    session.commit()
    classroom.submit(session, room.ada, item, {**reports.accepted(), "points": 72})
    session.execute(update(Score).values(points=1, raw_points=1, is_solved=True, solved_after=1))
    session.commit()
    assert "Ada Lovelace\trelu\t1 → 0.72" in run(app, "dl", "--apply")
    score = session.scalars(select(Score)).one()
    session.refresh(score)
    assert (score.points, score.is_solved, score.solved_after) == (Decimal("0.72"), False, None)


def test_with_apply_it_also_mends_what_moves_no_points(app: Flask, session: Session, room: Classroom):
    item = session.get_one(AssignmentExercise, room.items["relu"].id)
    item.max_points = Decimal("0.5")
    session.commit()
    classroom.submit(session, room.ada, item, {**reports.accepted(), "points": 99})  # 0.495
    session.execute(update(Score).values(is_solved=True, solved_after=1))
    session.commit()
    run(app, "dl", "--apply")
    score = session.scalars(select(Score)).one()
    session.refresh(score)
    assert (score.points, score.is_solved) == (Decimal("0.5"), False)


def test_a_course_that_does_not_exist_is_an_error(app: Flask):
    result = app.test_cli_runner().invoke(args=["course", "recompute", "nope"])
    assert result.exit_code == 1
    assert "nope" in result.output
