"""What lateness costs: said before a submission, and after it in the same words on every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from server.courses.models import Assignment, FeedbackTime, LatePolicy
from server.scores import attempt_worth
from server.scores import grace_days as grace_days_module
from server.scores.counting_attempt import AttemptCandidates
from server.student.progress import course_progress
from server.submissions.models import Grading, Job, JobState, Submission
from tests.server import classroom, reports
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor

Visit = Callable[..., Visitor]
PAGE = "/courses/dl/exercises/relu"  # due four days ago
WORDS = "4 days late: −40%"


@pytest.fixture
def assignment(session: Session, room: Classroom) -> Assignment:
    found = session.get_one(Assignment, room.items["relu"].assignment_id)
    found.late_policy, found.late_percent = LatePolicy.PERCENT, 10
    found.due_at = room.now - timedelta(days=3, hours=12)
    session.commit()
    return found


@pytest.fixture
def solved(session: Session, room: Classroom, assignment: Assignment) -> Submission:
    found = classroom.submit(session, room.ada, room.items["relu"], reports.accepted())
    found.is_late = True
    session.commit()
    return found


def test_before_a_late_submission_the_page_says_what_it_can_still_count(visit: Visit, assignment: Assignment):
    page = visit("ada").get(PAGE).text
    assert f"at most 60 of 100 points ({WORDS})" in page
    assert "data-late-now" not in visit("ada").get("/courses/dl/exercises/linear").text


def test_grace_days_that_would_cover_it_are_counted(
    visit: Visit, assignment: Assignment, session: Session, room: Classroom
):
    assignment.late_policy = LatePolicy.GRACE
    assignment.course.grace_days = 3
    session.commit()
    assert "at most 90 of 100 points (4 days late: 3 grace days used, −10%)" in visit("ada").get(PAGE).text


def test_every_page_of_a_late_attempt_says_what_it_counts(visit: Visit, solved: Submission):
    ada = visit("ada")
    for path in (PAGE, f"/submissions/{solved.public_id}", f"/submissions/{solved.public_id}/panel"):
        assert f"earns 60 of 100 points ({WORDS})" in ada.get(path).text
    for path in (f"{PAGE}/attempts", "/courses/dl"):
        assert WORDS in ada.get(path).text


def test_a_solved_exercise_is_done_however_late(solved: Submission, session: Session, room: Classroom):
    unit = course_progress(session, room.ada, room.course, room.now).units[0]
    step = next(step for step in unit.steps if step.slug == "relu")
    assert (step.state, step.points, step.late, unit.done) == ("done", 60, WORDS, 1)


def test_what_lateness_costs_is_hidden_with_the_points(
    visit: Visit, solved: Submission, assignment: Assignment, session: Session, room: Classroom
):
    assignment.feedback, assignment.due_at = FeedbackTime.AFTER_DUE, room.now + timedelta(days=1)
    session.commit()
    for path in (PAGE, f"{PAGE}/attempts", "/courses/dl", f"/submissions/{solved.public_id}/panel"):
        assert "−40" not in visit("ada").get(path).text


@pytest.mark.parametrize("grace_days", [0, 5])
@pytest.mark.slow
def test_a_page_scores_only_the_late_attempts_that_it_shows(
    visit: Visit, solved: Submission, session: Session, room: Classroom, assignment: Assignment, grace_days: int,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    assignment.late_policy, assignment.course.grace_days = LatePolicy.GRACE, grace_days
    session.commit()
    for slug in ("relu", "sigmoid"):
        _copy_attempts(session, room, solved, slug, 200)
    scored: list[int] = []

    def count(*args) -> AttemptCandidates:
        found = AttemptCandidates(*args)
        scored.append(len(found))
        return found

    monkeypatch.setattr(grace_days_module, "AttemptCandidates", count)
    ada, ines = visit("ada"), visit("ines")
    for visitor, path, most in (
        (ada, PAGE, 40),
        (ada, f"{PAGE}/attempts", 400),
        (ada, f"/submissions/{solved.public_id}/panel", 40),
        (ines, f"/courses/dl/gradebook/{room.ada.id}/relu", 400),
    ):
        scored.clear()
        assert visitor.get(path).status_code == 200
        assert 0 < sum(scored) <= most, path


def test_the_exercise_page_scores_the_other_exercises_once(
    visit: Visit, solved: Submission, session: Session, assignment: Assignment, monkeypatch: pytest.MonkeyPatch
):
    assignment.late_policy, assignment.course.grace_days = LatePolicy.GRACE, 5
    session.commit()
    read: list[int] = []
    read_attempts = attempt_worth.read_attempts
    monkeypatch.setattr(attempt_worth, "read_attempts", lambda *args: read.append(1) or read_attempts(*args))
    page = visit("ada").get(PAGE).text
    assert "data-late-now" in page
    assert read == [1]


def _copy_attempts(session: Session, room: Classroom, solved: Submission, slug: str, count: int) -> None:
    """Add copies of an attempt and its grading, without the work of grading each."""
    grading = session.get_one(Grading, solved.grading_id)
    kept = {column.name: getattr(solved, column.name) for column in Submission.__table__.columns if column.name != "id"}
    graded = {column.name: getattr(grading, column.name) for column in Grading.__table__.columns if column.name != "id"}
    for n in range(count):
        row = Submission(**kept | {"public_id": f"{slug}{n}"[:24], "client_key": f"{slug}-{n}", "grading_id": None})
        row.assignment_exercise_id = room.items[slug].id
        session.add(row)
        session.flush()
        job = Job(submission_id=row.id, exercise_version=1, run=1, state=JobState.GRADED)
        session.add(job)
        session.flush()
        session.add(copy := Grading(**graded | {"submission_id": row.id, "job_id": job.id}))
        session.flush()
        row.grading_id = copy.id
    session.commit()
