"""The progress of a student in a course, and the next exercise."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from server.courses.models import Assignment, AssignmentExercise, FeedbackTime, LatePolicy
from server.student.progress import CourseProgress, course_progress
from server.submissions.models import Draft, Purpose
from tests.server import classroom, reports
from tests.server.classroom import Classroom


@pytest.fixture
def progress(session: Session, room: Classroom):
    return lambda: course_progress(session, room.ada, room.course, room.now)


def step(progress: CourseProgress, slug: str):
    return next(found for unit in progress.units for found in unit.steps if found.slug == slug)


def test_untouched_drafted_partly_and_done_are_told_apart(progress, session: Session, room: Classroom):
    session.add(Draft(user_id=room.ada.id, assignment_exercise_id=room.items["sigmoid"].id, source="x"))
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    classroom.submit(session, room.ada, room.items["relu"], reports.accepted())
    states = {found.slug: found.state for unit in progress().units for found in unit.steps}
    assert states == {
        "chain_rule": "untouched", "sigmoid": "draft", "relu": "done", "linear": "partly", "adam": "untouched",
    }  # fmt: skip


@pytest.mark.parametrize(("points", "state"), [(99, "partly"), (100, "done")])
def test_done_means_full_points_in_the_report_and_not_after_rounding(
    progress, session: Session, room: Classroom, points: int, state: str
):
    session.get_one(AssignmentExercise, room.items["linear"].id).max_points = Decimal("0.5")
    session.commit()
    classroom.submit(session, room.ada, room.items["linear"], {**reports.accepted(), "points": points})
    found = step(progress(), "linear")
    assert (found.points, found.state) == (Decimal("0.5"), state)


def test_a_late_solution_is_done(progress, session: Session, room: Classroom):
    item = room.items["linear"]
    assignment = session.get_one(Assignment, item.assignment_id)
    assignment.late_policy, assignment.late_percent = LatePolicy.PERCENT, 8
    session.commit()
    classroom.submit(session, room.ada, item, reports.accepted(), received_at=assignment.due_at + timedelta(hours=1))
    assert (step(progress(), "linear").points, step(progress(), "linear").state) == (92, "done")


def test_what_is_not_graded_yet_is_not_zero(progress, session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["linear"])
    assert step(progress(), "linear").points is None


def test_next_is_the_earliest_date_that_is_still_ahead(progress):
    unit, found = progress().next
    assert (unit.title, found.slug) == ("Layers", "linear")


def test_what_is_overdue_comes_after_what_is_not(progress, session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["linear"], reports.accepted())
    assert progress().next[1].slug == "chain_rule"


def test_the_page_says_which_overdue_work_it_skips(visit, session: Session, room: Classroom):
    ada = visit("ada")
    words = "Work that is not due yet comes first. Overdue but still open: Functions."
    assert words in ada.get("/courses/dl").text
    classroom.submit(session, room.ada, room.items["linear"], reports.accepted())
    assert "data-overdue" not in ada.get("/courses/dl").text  # the next exercise is overdue itself


def test_overdue_work_that_is_finished_or_closed_is_not_said_to_be_skipped(progress, session: Session, room: Classroom):
    for slug in ("chain_rule", "sigmoid", "relu"):
        assert progress().overdue
        classroom.submit(session, room.ada, room.items[slug], reports.accepted())
    assert progress().overdue == ()
    unit = session.get_one(Assignment, room.items["relu"].assignment_id)
    unit.closes_at = room.now - timedelta(hours=1)
    session.commit()
    assert course_progress(session, room.ben, room.course, room.now).overdue == ()


def test_nothing_closed_or_not_yet_open_is_next(progress, session: Session, room: Classroom):
    for unit in session.query(Assignment).filter_by(course_id=room.course.id):
        unit.closes_at = room.now - timedelta(hours=1)
    session.commit()
    assert progress().next is None


def test_one_students_work_is_not_in_the_progress_of_another(session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["linear"], reports.accepted())
    assert step(course_progress(session, room.ben, room.course, room.now), "linear").points is None


def test_the_number_of_queries_does_not_grow_with_the_course(app, session: Session, room: Classroom):
    for item in room.items.values():
        classroom.submit(session, room.ada, item, reports.accepted())
    session.expire_all()
    statements = []
    event.listen(app.extensions["chainrule.engine"], "before_cursor_execute", lambda *a: statements.append(a[2]))
    course_progress(session, session.merge(room.ada), room.course, room.now)
    assert len([text for text in statements if text.startswith("SELECT")]) <= 8


def test_a_passed_check_that_is_not_submitted_is_marked_and_comes_first(progress, session: Session, room: Classroom):
    check = {"purpose": Purpose.CHECK, "report": reports.accepted()}
    for slug in ("chain_rule", "sigmoid", "relu"):
        classroom.submit(session, room.ada, room.items[slug], **check)
    classroom.submit(session, room.ada, room.items["sigmoid"], reports.accepted())
    classroom.submit(session, room.ada, room.items["relu"])  # waits for its grading
    states = {found.slug: found.state for unit in progress().units for found in unit.steps}
    assert [slug for slug, state in states.items() if state == "passed"] == ["chain_rule"]
    assert progress().unsubmitted == 1
    assert progress().next[1].slug == "chain_rule"


def test_what_is_hidden_until_the_due_date_does_not_show_through_a_passed_check(
    progress, session: Session, room: Classroom
):
    classroom.submit(session, room.ada, room.items["linear"], reports.accepted(), purpose=Purpose.CHECK)
    session.get_one(Assignment, room.items["linear"].assignment_id).feedback = FeedbackTime.AFTER_DUE
    session.commit()
    assert step(progress(), "linear").state == "untouched"
