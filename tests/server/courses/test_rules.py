"""What students are told about an assignment's rules."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from server.courses.models import Assignment, AttemptPolicy, FeedbackTime, LatePolicy
from server.courses.rules import rules
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
        ({**DUE, **PERCENT}, 0, ("Late work loses 10 % for each day that has begun.",)),
        ({**DUE, **PERCENT, "late_cap": 50}, 0, ("Late work loses 10 % for each day that has begun, 50 % at most.",)),
        ({**DUE, **GRACE}, 0, ("Late work loses 10 % for each day that has begun.",)),
        (
            {**DUE, **GRACE},
            1,
            ("Late work first uses your 1 day of grace for the course, then loses 10 % for each day that has begun.",),
        ),
        ({"attempt_limit": 1, "attempt_policy": AttemptPolicy.LAST}, 0, ("One graded attempt at each exercise.",)),
        ({"attempt_limit": 3}, 0, ("3 graded attempts at each exercise.",)),
        (
            {"attempt_limit": 3, "cooldown_s": 600},
            0,
            ("3 graded attempts at each exercise, at least 10 minutes apart.",),
        ),
        ({"cooldown_s": 60}, 0, ("Graded attempts at each exercise, at least 1 minute apart.",)),
        ({"attempt_policy": AttemptPolicy.LAST}, 0, ("The last attempt counts, not the best.",)),
        ({**DUE, "feedback": FeedbackTime.AFTER_DUE}, 0, ("Points and reports are shown after it is due.",)),
        ({"feedback": FeedbackTime.AFTER_DUE}, 0, ()),
        ({**DUE, "feedback": FeedbackTime.NEVER}, 0, ("Points are shown after it is due, reports are not.",)),
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
        assert "Late work loses 25 % for each day that has begun." in ada.get(page).text
    assert "data-attempts>0</b>/3" in ada.get("/courses/dl/exercises/linear").text
