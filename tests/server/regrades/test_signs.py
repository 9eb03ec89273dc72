"""A score is marked as regraded as long as a regrade holds there; on both databases."""

from __future__ import annotations

from sqlalchemy import select

from server.accounts.models import User
from server.regrades import lifecycle
from server.scores.models import Score
from tests.server.regrades.test_lifecycle import Class, room

__all__ = ["room"]


def marked(of: Class) -> list[str]:
    with of.sessions() as session:
        query = select(User.name).join(Score, Score.user_id == User.id).where(Score.regraded_at.is_not(None))
        return sorted(name.lower() for name in session.scalars(query))


def test_an_undo_takes_the_mark_from_those_whom_it_changes(room: Class):
    for name in ("sam", "tia"):
        room.hand_in(name, 40)
    regrade = room.begin()
    room.grade_preview(lambda points: points + 20)
    room.apply(regrade, "sam")
    assert marked(room) == ["sam"]
    room.act(lifecycle.undo, regrade)
    assert marked(room) == []


def test_the_mark_stays_as_long_as_an_earlier_regrade_holds(room: Class):
    room.hand_in("sam", 40)
    first = room.begin()
    room.grade_preview(lambda points: 50)
    room.apply(first)
    second = room.begin()
    room.grade_preview(lambda points: 90)
    room.apply(second)
    room.act(lifecycle.undo, second)
    assert room.points() == {"sam": 50}
    assert marked(room) == ["sam"]
    room.act(lifecycle.undo, first)
    assert room.points() == {"sam": 40}
    assert marked(room) == []
