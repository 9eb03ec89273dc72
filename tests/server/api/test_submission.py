"""A submission in the API: why there is no report, what an attempt counts, and what is not sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy.orm import Session

from server.accounts import tokens
from server.accounts.models import User
from server.courses.models import Assignment, AssignmentExercise, AttemptPolicy, FeedbackTime, LatePolicy
from server.submissions.models import JobState, Purpose, Submission
from tests.server import classroom, reports
from tests.server.classroom import Classroom
from tests.server.world import report

DAY = timedelta(days=1)
COUNTS = ("late_days", "penalty_percent", "counts_points", "best_points", "attempts_used", "attempt_limit")
Fetch = Callable[..., dict[str, Any]]


@pytest.fixture
def fetch(app: Flask, session: Session, room: Classroom) -> Fetch:
    """Read a submission, and require that the answer is what the OpenAPI document promises."""

    def get(submission: Submission, user: User | None = None) -> dict[str, Any]:
        _, secret = tokens.create_token(session, session.merge(user or room.ada, load=False), "t")
        session.commit()
        headers = {"Authorization": f"Bearer {secret}"}
        found = app.test_client().get(f"/api/v1/submissions/{submission.public_id}", headers=headers).json
        document = app.test_client().get("/api/v1/openapi.json").json
        assert document is not None
        Draft202012Validator({**document, "$ref": "#/components/schemas/SubmissionOut"}).validate(found)
        assert found is not None
        return found

    return get


def change(session: Session, room: Classroom, **columns: object) -> Assignment:
    unit = session.get_one(Assignment, room.items["linear"].assignment_id)
    for name, value in columns.items():
        setattr(unit, name, value)
    session.commit()
    return unit


def counts(found: dict[str, Any]) -> tuple[int | None, ...]:
    return tuple(found[name] for name in COUNTS)


@pytest.mark.parametrize("feedback", [FeedbackTime.AFTER_DUE, FeedbackTime.NEVER])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_report_that_is_withheld_says_from_when_it_is_shown(session, room, fetch, feedback, purpose):
    unit = change(session, room, feedback=feedback, attempt_limit=3)
    graded = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias(), purpose=purpose)
    found = fetch(graded)
    assert (found["state"], found["report"], found["report_withheld"]) == ("graded", None, True)
    due_at = unit.due_at if feedback is FeedbackTime.AFTER_DUE else None
    assert (found["report_from"] and datetime.fromisoformat(found["report_from"])) == due_at
    assert found["timezone"] == "Europe/Berlin"
    assert counts(found) == (None,) * 6  # points may not be seen either


def test_points_without_reports_come_with_what_counts(session, room, fetch):
    change(session, room, feedback=FeedbackTime.NEVER, due_at=room.now - DAY / 2, attempt_limit=3)
    found = fetch(classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias()))
    assert (found["report"], found["report_withheld"], found["report_from"]) == (None, True, None)
    assert counts(found) == (1, 0, 70, 70, 1, 3)


def test_staff_see_the_report_and_what_counts_at_any_time(session, room, fetch):
    change(session, room, feedback=FeedbackTime.AFTER_DUE)
    found = fetch(classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias()), room.ines)
    assert (found["report"]["points"], found["report_withheld"], found["report_from"]) == (70, False, None)
    assert counts(found) == (0, 0, 70, 70, 1, None)


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.ERROR])
def test_without_a_report_nothing_is_withheld(session, room, fetch, state):
    change(session, room, feedback=FeedbackTime.AFTER_DUE)
    found = fetch(classroom.submit(session, room.ada, room.items["linear"], state=state))
    assert (found["report"], found["report_withheld"], found["report_from"]) == (None, False, None)


def test_a_late_attempt_says_what_it_counts_next_to_the_best(session, room, fetch):
    due_at = room.now - timedelta(days=2, hours=4)
    change(session, room, due_at=due_at, late_policy=LatePolicy.PERCENT, late_percent=20, attempt_limit=3)
    item = room.items["linear"]
    in_time = classroom.submit(session, room.ada, item, report(60).to_json(), received_at=due_at)
    late = classroom.submit(session, room.ada, item, report(100).to_json(), received_at=room.now)
    found = fetch(late)
    assert counts(found) == (3, 60, 40, 60, 2, 3)
    assert (found["number"], found["max_points"]) == (2, 100)
    assert datetime.fromisoformat(found["due_at"]) == due_at.astimezone(UTC)
    assert counts(fetch(in_time)) == (0, 0, 60, 60, 2, 3)


def test_where_the_last_attempt_counts_no_best_is_claimed(session, room, fetch):
    change(session, room, attempt_policy=AttemptPolicy.LAST)
    first, last = (
        classroom.submit(session, room.ada, room.items["linear"], report(points).to_json()) for points in (80, 30)
    )
    assert [(fetch(one)["counts_points"], fetch(one)["best_points"]) for one in (first, last)] == [
        (80, None),
        (30, None),
    ]


def test_grace_days_that_another_assignment_used_do_not_help_again(session, room, fetch):
    early = session.get_one(Assignment, room.items["relu"].assignment_id)
    early.course.grace_days = 2
    early.late_policy = LatePolicy.GRACE
    change(session, room, due_at=room.now - 2 * DAY, late_policy=LatePolicy.GRACE, late_percent=10)
    linear = room.items["linear"]
    first = classroom.submit(session, room.ada, linear, report(50).to_json(), received_at=room.now - DAY)
    assert counts(fetch(first))[:3] == (1, 0, 50)
    classroom.submit(
        session, room.ada, room.items["relu"], report(50).to_json(), received_at=early.due_at + DAY + DAY / 2
    )
    assert counts(fetch(first))[:3] == (1, 10, 45)


def test_points_are_numbers_with_up_to_two_decimals(session, room, fetch):
    session.get_one(AssignmentExercise, room.items["linear"].id).max_points = Decimal("0.25")
    first = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    found = fetch(first)
    assert (found["counts_points"], found["best_points"], found["max_points"]) == (0.18, 0.18, 0.25)  # 0.175
    assert isinstance(fetch(first)["max_points"], float)


def test_points_are_those_of_the_course(session, room, fetch):
    session.get_one(AssignmentExercise, room.items["linear"].id).max_points = 10
    session.commit()
    found = fetch(classroom.submit(session, room.ada, room.items["linear"], report(70).to_json()))
    assert (found["counts_points"], found["best_points"], found["max_points"]) == (7, 7, 10)


def test_what_does_not_load_uses_no_attempt_and_counts_nothing(session, room, fetch):
    change(session, room, attempt_limit=3)
    found = fetch(classroom.submit(session, room.ada, room.items["linear"], reports.does_not_load()))
    assert found["report"]["verdict"] == "CE"
    assert counts(found) == (None, None, None, None, 0, 3)


def test_a_check_counts_nothing(session, room, fetch):
    sent = classroom.submit(session, room.ada, room.items["linear"], report(70).to_json(), purpose=Purpose.CHECK)
    assert counts(fetch(sent)) == (None,) * 6


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({"closes_at": datetime(2026, 1, 12, 22, 59, tzinfo=UTC)}, "closed on Mon 12 Jan 2026 23:59 (Europe/Berlin)."),
        ({"opens_at": datetime(2099, 7, 1, 8, 0, tzinfo=UTC)}, "opens on Wed 1 Jul 2099 10:00 (Europe/Berlin)."),
    ],
)
def test_times_of_a_refusal_are_in_the_zone_of_the_course(app, session, room, dates, sentence):
    change(session, room, **dates)
    _, secret = tokens.create_token(session, session.merge(room.ada, load=False), "t")
    session.commit()
    answer = app.test_client().post(
        "/api/v1/exercises/linear/submissions",
        json={"source": "x = 1\n", "client_key": "k"},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 403
    assert sentence in answer.json["detail"]
