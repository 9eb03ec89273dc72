"""What a student sees of a graded attempt before and after the due date: on every page, in the events, by the API."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from server.accounts import tokens, users
from server.courses.dates import Dates
from server.courses.models import Assignment, FeedbackTime
from server.submissions import events
from server.submissions.models import Purpose
from server.submissions.visibility import Visibility, visibility_of
from tests.server import classroom, reports
from tests.server.classroom import Classroom

NOW, AFTER, NEVER = FeedbackTime.NOW, FeedbackTime.AFTER_DUE, FeedbackTime.NEVER
DAY = timedelta(days=1)
SECRETS = ("not summed over the batch", "70/100", ">70<", '"points": 70', '"points":70', "unsummed_bias", "20/40")


@pytest.mark.parametrize(
    ("feedback", "due_in", "seen"),
    [
        (NOW, DAY, Visibility.ALL),
        (AFTER, DAY, Visibility.NOTHING),
        (AFTER, timedelta(0), Visibility.ALL),  # on the dot
        (AFTER, -DAY, Visibility.ALL),
        (AFTER, None, Visibility.ALL),  # without a due date there is nothing to wait for
        (NEVER, DAY, Visibility.NOTHING),
        (NEVER, -DAY, Visibility.POINTS),
        (NEVER, None, Visibility.POINTS),
    ],
)
def test_what_is_seen_when(room: Classroom, feedback: FeedbackTime, due_in: timedelta | None, seen: Visibility):
    due_at = None if due_in is None else room.now + due_in
    assert visibility_of(Assignment(feedback=feedback), Dates(None, due_at, None), room.now) is seen


def pages(public_id: str) -> list[str]:
    exercise = "/courses/dl/exercises/linear"
    return [
        "/courses/dl",
        exercise,
        f"{exercise}/attempts",
        f"/submissions/{public_id}",
        f"/submissions/{public_id}/panel",
        f"/submissions/{public_id}/state",
        "/courses/dl/gradebook/mine",
    ]


def set_feedback(session: Session, room: Classroom, feedback: FeedbackTime, due_at: datetime | None = None) -> None:
    unit = session.get_one(Assignment, room.items["linear"].assignment_id)
    unit.feedback = feedback
    if due_at is not None:
        unit.due_at = due_at
    session.commit()


def api(app, session: Session, path: str) -> str:
    _, secret = tokens.create_token(session, users.find_user(session, "ada@example.org"), "t")
    session.commit()
    return app.test_client().get(path, headers={"Authorization": f"Bearer {secret}"}).text


@pytest.mark.parametrize("feedback", [AFTER, NEVER])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_nothing_leaks_before_it_is_due(app, visit, session, room, feedback, purpose):
    set_feedback(session, room, feedback)
    graded = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias(), purpose=purpose)
    session.commit()
    ada = visit("ada")
    texts = {path: ada.get(path).text for path in pages(graded.public_id)}
    texts["api"] = api(app, session, f"/api/v1/submissions/{graded.public_id}")
    texts["api list"] = api(app, session, "/api/v1/exercises")
    leaks = {path: secret for path, text in texts.items() for secret in SECRETS if secret in text}
    assert leaks == {}
    promise = "the points and the report" if feedback is AFTER else "the points, but no report,"
    assert f"You will see {promise} after the due date" in texts[f"/submissions/{graded.public_id}"]
    for staff in ("amy", "ines"):
        assert "not summed over the batch" in visit(staff).get(f"/submissions/{graded.public_id}").text


def test_after_it_was_due_all_is_shown_or_the_points_alone(visit, session: Session, room: Classroom):
    graded = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    set_feedback(session, room, AFTER, room.now - DAY)
    ada = visit("ada")
    for path in (f"/submissions/{graded.public_id}", "/courses/dl/exercises/linear/attempts"):
        assert "not summed over the batch" in ada.get(path).text
    set_feedback(session, room, NEVER)
    for path in (f"/submissions/{graded.public_id}", "/courses/dl/exercises/linear/attempts"):
        page = ada.get(path).text
        assert "not summed over the batch" not in page
        assert "70" in page
        assert "This assignment shows points but no reports." in page
    assert ada.get(f"/submissions/{graded.public_id}/state").json["points"] == 70


def test_what_cannot_be_graded_says_why_at_any_time(visit, session: Session, room: Classroom):
    set_feedback(session, room, AFTER)
    sent = classroom.submit(session, room.ada, room.items["linear"], reports.does_not_load())
    page = visit("ada").get(f"/submissions/{sent.public_id}").text
    assert "does not use an attempt" in page


def test_the_live_events_hold_back_what_the_page_does():
    data = {"state": "graded", "verdict": "WA", "points": 70, "max_points": 100}
    assert events._shown(data, Visibility.ALL) == data
    assert events._shown(data, Visibility.POINTS) == {"state": "graded", "points": 70, "max_points": 100}
    assert events._shown(data, Visibility.NOTHING) == {"state": "graded"}


def test_an_assignment_may_help_less_or_more_than_its_course(visit, session: Session, room: Classroom):
    graded = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    unit = session.get_one(Assignment, room.items["linear"].assignment_id)
    page = f"/submissions/{graded.public_id}"
    unit.course.help_steps = 3
    unit.help_steps = 0
    session.commit()
    ada = visit("ada")
    assert "not summed over the batch" not in ada.get(page).text
    unit.course.help_steps = 0
    unit.help_steps = 2
    session.commit()
    assert "not summed over the batch" in ada.get(page).text
