"""Who may see and do what, where a table of routes does not reach."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from server.accounts.models import User
from server.courses import permissions
from server.courses.errors import NotOpenYet
from server.courses.models import Course, Enrollment, Role
from server.submissions import visibility
from tests.server import classroom
from tests.server.classroom import Classroom


def test_what_one_may_not_know_about_looks_like_what_does_not_exist(session: Session, room: Classroom):
    for user, slug in ((room.ada, "other"), (room.otto, "dl"), (room.ada, "nowhere")):
        with pytest.raises(NotFound):
            permissions.access_to(session, user, slug)


def test_an_exercise_opens_for_students_at_its_time_and_for_instructors_always(session: Session, room: Classroom):
    student = permissions.access_to(session, room.ada, "dl")
    with pytest.raises(NotOpenYet):
        permissions.exercise(session, student, "adam", now=room.now)
    opens_at = room.now + timedelta(days=5)
    assert permissions.exercise(session, student, "adam", now=opens_at)[1].slug == "adam"
    assert permissions.exercise(session, permissions.access_to(session, room.ines, "dl"), "adam", now=room.now)


def test_an_exercise_of_another_course_is_not_found(session: Session, room: Classroom):
    with pytest.raises(NotFound):
        permissions.exercise(session, permissions.access_to(session, room.otto, "other"), "linear")


def test_teaching_one_course_opens_no_submission_of_another(session: Session, room: Classroom):
    submission = classroom.submit(session, room.ada, room.items["linear"])
    may = {
        name: visibility.may_see_submission(session, getattr(room, name), submission)
        for name in ("ada", "ben", "ines", "otto")
    }
    assert may == {"ada": True, "ben": False, "ines": True, "otto": False}


def test_an_instructor_here_who_studies_there_sees_only_their_own_work_there(session: Session, room: Classroom):
    session.add(Enrollment(course_id=room.course.id, user_id=room.otto.id, role=Role.STUDENT))
    submission = classroom.submit(session, room.ada, room.items["linear"])
    assert not visibility.may_see_submission(session, session.merge(room.otto), submission)


def test_the_courses_of_a_person_are_theirs_only(session: Session, room: Classroom):
    found = {user: [s.course.slug for s in permissions.courses_of(session, user)] for user in (room.ada, room.otto)}
    assert found == {room.ada: ["dl"], room.otto: ["other"]}
    assert session.query(Course).count() == 2
    assert session.query(User).count() == 7
