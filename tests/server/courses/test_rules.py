"""What students are told about an assignment's rules."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from server.courses.models import Assignment, AttemptPolicy, FeedbackTime, LatePolicy
from server.courses.rules import rules, which_counts
from tests.server import classroom, reports
from tests.server.classroom import Classroom

DUE = {"due_at": datetime(2026, 12, 1, tzinfo=UTC)}
USUAL = {
    "late_policy": LatePolicy.NONE,
    "late_percent": 10,
    "late_cap": 100,
    "attempt_policy": AttemptPolicy.BEST,
    "feedback": FeedbackTime.NOW,
}
PERCENT, GRACE = {"late_policy": LatePolicy.PERCENT}, {"late_policy": LatePolicy.GRACE}


@pytest.mark.parametrize(
    ("changes", "grace_days", "said"),
    [
        ({**DUE}, 3, ()),
        ({**PERCENT}, 0, ()),  # nothing is late without a due date
        ({**DUE, **PERCENT}, 0, ("Late work loses 10% for each day or part of a day.",)),
        ({**DUE, **PERCENT, "late_cap": 50}, 0, ("Late work loses 10% for each day or part of a day, up to 50%.",)),
        ({**DUE, **GRACE}, 0, ("Late work loses 10% for each day or part of a day.",)),
        (
            {**DUE, **GRACE},
            1,
            (
                "You have 1 grace day for the whole course. It is used where it raises your course total the most. "
                "Other late work loses 10% for each day or part of a day.",
            ),
        ),
        ({"attempt_limit": 1, "attempt_policy": AttemptPolicy.LAST}, 0, ("One graded attempt per exercise.",)),
        ({"attempt_limit": 3}, 0, ("3 graded attempts per exercise.",)),
        (
            {"attempt_limit": 3, "cooldown_s": 600},
            0,
            ("3 graded attempts per exercise. Wait 10 minutes between graded attempts at an exercise.",),
        ),
        ({"cooldown_s": 60}, 0, ("Wait 1 minute between graded attempts at an exercise.",)),
        ({"attempt_policy": AttemptPolicy.LAST}, 0, ("Your last attempt counts, not your best.",)),
        ({**DUE, "feedback": FeedbackTime.AFTER_DUE}, 0, ("Points and reports are shown after the due date.",)),
        ({"feedback": FeedbackTime.AFTER_DUE}, 0, ()),
        ({**DUE, "feedback": FeedbackTime.NEVER}, 0, ("Points are shown after the due date, but reports are not.",)),
    ],
)
def test_what_differs_from_the_usual_is_said(changes: dict[str, object], grace_days: int, said: tuple[str, ...]):
    assert rules(Assignment(**{**USUAL, **changes}), grace_days) == said


def test_students_read_them_on_the_course_page_and_at_the_exercise(visit, session: Session, room: Classroom):
    unit = session.get_one(Assignment, room.items["linear"].assignment_id)
    unit.late_policy, unit.late_percent, unit.attempt_limit = LatePolicy.PERCENT, 25, 3
    session.commit()
    ada = visit("ada")
    for page in ("/courses/dl", "/courses/dl/exercises/linear"):
        assert "Late work loses 25% for each day or part of a day." in ada.get(page).text
    assert "data-attempts>0</b>/3" in ada.get("/courses/dl/exercises/linear").text


@pytest.mark.parametrize(
    ("limit", "policy", "said"),
    [
        (None, AttemptPolicy.BEST, "unlimited; the best one counts"),
        (None, AttemptPolicy.LAST, "unlimited; the last one counts"),
        (3, AttemptPolicy.BEST, "the best one counts"),
        (1, AttemptPolicy.BEST, ""),
    ],
)
def test_the_exercise_and_its_attempts_say_how_many_there_are_and_which_counts(
    visit, session: Session, room: Classroom, limit: int | None, policy: AttemptPolicy, said: str
):
    unit = session.get_one(Assignment, room.items["linear"].assignment_id)
    unit.attempt_limit, unit.attempt_policy = limit, policy
    session.commit()
    assert which_counts(unit) == said
    session.rollback()
    classroom.submit(session, room.ada, room.items["linear"], reports.accepted())
    ada = visit("ada")
    after_link = f"</a> ({said})" if said else "</a></span>"
    shown_limit = f"/{limit}" if limit else ""
    assert (
        f'<b class="mono" data-attempts>1</b>{shown_limit}{after_link}' in ada.get("/courses/dl/exercises/linear").text
    )
    page = ada.get("/courses/dl/exercises/linear/attempts").text
    used = {None: "1 attempt used", 3: "1 of 3 attempts used", 1: "1 of 1 attempt used"}[limit]
    assert f"{used} ({said})." in page if said else f"{used}." in page
