"""The list of a course's assignments: their order, and the assignments of other courses."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.courses.models import Assignment
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor
from tests.server.course_admin.page import read
from tests.server.course_admin.test_assignments import LIST, of


def test_assignments_move_by_one_place_and_not_over_the_ends(visit, session: Session, room: Classroom):
    def order() -> list[str]:
        return read(session, select(Assignment.title).order_by(Assignment.position))

    ines: Visitor = visit("ines")
    assert ines.post(f"{of(room, 'linear')}/move", {"direction": "up"}).status_code == 303
    assert order() == ["Layers", "Functions", "Optimizers"]
    assert ines.post(f"{of(room, 'linear')}/move", {"direction": "up"}).status_code == 303
    assert order() == ["Layers", "Functions", "Optimizers"]
    assert ines.post(f"{of(room, 'linear')}/move", {"direction": "sideways"}).status_code == 400


def test_another_courses_assignment_is_not_there(visit, session: Session, room: Classroom):
    foreign = Assignment(course_id=room.other_course.id, position=0, title="Secret unit")
    session.add(foreign)
    session.commit()
    ines: Visitor = visit("ines")
    for path in (f"{LIST}/{foreign.id}", f"{LIST}/{foreign.id}/delete"):
        assert ines.get(path).status_code == 404
        assert ines.post(path).status_code == 404
    assert ines.post(f"{LIST}/{foreign.id}/move", {"direction": "up"}).status_code == 404
