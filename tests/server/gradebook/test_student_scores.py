"""How a score was computed, in the same words for the student and for staff."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from server.courses.dates import Dates
from server.courses.items import Item
from server.courses.models import Assignment, AssignmentExercise, AttemptPolicy, LatePolicy
from server.gradebook.explanation import explain
from server.scores import overrides
from server.scores.late_policy import GradedAttempt
from server.scores.models import Override, Score
from tests.server import classroom, reports
from tests.server.classroom import Classroom

DUE = datetime(2026, 12, 11, 22, 59, tzinfo=UTC)
AT = datetime(2026, 12, 13, 8, 0, tzinfo=UTC)
WHEN = "received Sun 13 Dec 2026 09:00"
LATE = "2 days late (due Fri 11 Dec 2026 23:59)"


@pytest.mark.parametrize(
    ("policy", "score", "steps"),
    [
        ({}, {"attempts": 1}, [f"90 of 100 points: the only attempt, {WHEN}."]),
        ({}, {"attempts": 3}, [f"90 of 100 points: the best of 3 attempts, {WHEN}."]),
        (
            {"attempt_policy": AttemptPolicy.LAST},
            {"attempts": 3, "late_days": 2},
            [f"90 of 100 points: the last of 3 attempts, {WHEN}.", f"{LATE}: no penalty."],
        ),
        (
            {"late_policy": LatePolicy.PERCENT, "late_percent": 10},
            {"attempts": 1, "late_days": 2, "penalty_percent": 20},
            [f"90 of 100 points: the only attempt, {WHEN}.", f"{LATE}: −20%, leaving 72."],
        ),
        (
            {"late_policy": LatePolicy.PERCENT, "late_percent": 40},
            {"attempts": 1, "late_days": 2, "penalty_percent": 50},
            [f"90 of 100 points: the only attempt, {WHEN}.", f"{LATE}: −50% (the maximum), leaving 45."],
        ),
        (
            {"late_policy": LatePolicy.GRACE, "late_percent": 10},
            {"attempts": 1, "late_days": 2, "grace_days": 1, "penalty_percent": 10},
            [f"90 of 100 points: the only attempt, {WHEN}.", f"{LATE}: 1 grace day used, −10%, leaving 81."],
        ),
        (
            {"late_policy": LatePolicy.GRACE, "late_percent": 10},
            {"attempts": 1, "late_days": 2, "grace_days": 2},
            [f"90 of 100 points: the only attempt, {WHEN}.", f"{LATE}: 2 grace days used."],
        ),
    ],
)
def test_every_step_is_said_with_its_numbers(policy, score, steps):
    defaults = {"late_policy": LatePolicy.NONE, "attempt_policy": AttemptPolicy.BEST, "late_percent": 0}
    one = Item(AssignmentExercise(max_points=100), Assignment(**{**defaults, **policy}))
    row = Score(**{"late_days": 0, "grace_days": 0, "penalty_percent": 0, **score})
    attempt = GradedAttempt(1, Fraction(90), AT)
    assert list(explain(one, row, Dates(None, DUE, None), attempt, None, {}, "Europe/Berlin")) == steps


def test_points_before_the_penalty_are_exact_or_said_to_be_rounded():
    late = Assignment(late_policy=LatePolicy.PERCENT, attempt_policy=AttemptPolicy.BEST, late_percent=8)
    row = Score(attempts=1, late_days=1, grace_days=0, penalty_percent=8)
    for worth, exact, raw, left in (
        ("5", Fraction("4.95"), "4.95 of 5 points", "4.55"),
        ("0.5", Fraction("0.495"), "about 0.5 of 0.5 points", "0.46"),
    ):
        one = Item(AssignmentExercise(max_points=Decimal(worth)), late)
        first, second = explain(one, row, Dates(None, DUE, None), GradedAttempt(1, exact, AT), None, {}, "UTC")
        assert first.startswith(raw)
        assert second.endswith(f"leaving {left}.")


def test_an_override_is_the_last_step(room: Classroom):
    one = Item(AssignmentExercise(max_points=100), Assignment())
    people = {room.ines.id: room.ines}
    row = Score(raw_points=None)
    for points, words in (
        (80, "Set to 80 by Ines Ahlers: why not."),
        (None, "Excused by Ines Ahlers: why not. The exercise does not count toward the total."),
    ):
        override = Override(points=points, reason="why not", actor_id=room.ines.id)
        assert explain(one, row, Dates(None, None, None), None, override, people, "UTC") == (words,)


def test_the_student_and_staff_read_the_same_numbers(visit, session: Session, room: Classroom):
    for slug in ("linear", "relu"):
        classroom.submit(session, room.ada, room.items[slug], reports.unsummed_bias(), received_at=room.now)
    unit = session.get_one(Assignment, room.items["relu"].assignment_id)
    unit.late_policy, unit.late_percent = LatePolicy.PERCENT, 10
    ines = session.merge(room.ines)
    decide = overrides.NewOverride(room.ada.id, session.merge(room.items["linear"]), 88)
    overrides.override(session, unit.course, ines, [decide], "a second look")
    session.commit()

    def table(page: str) -> list[str]:
        body = re.sub(r'<a href="[^"]*">|</a>', "", page)
        return re.findall(r'<td class="num mono nowrap">.*?</td>|<span class="how">.*?</span>|<dd>.*?</dd>', body)

    own = table(visit("ada").get("/courses/dl/gradebook/mine").text)
    assert own == table(visit("ines").get(f"/courses/dl/gradebook/{room.ada.id}").text)
    assert any("Set to 88 by Ines Ahlers: a second look." in text for text in own)
    assert ">88/100<" in "".join(own)


def test_somebody_who_is_no_student_has_no_sheet(visit, room: Classroom):
    ines = visit("ines")
    assert ines.get(f"/courses/dl/gradebook/{room.otto.id}").status_code == 404
    assert ines.get("/courses/dl/gradebook/mine").status_code == 404
    gone = ines.get(f"/courses/dl/gradebook/{room.cleo.id}")
    assert "left the course" in gone.text


def test_a_comment_is_seen_by_its_student_beside_its_line_and_by_no_other(visit, session: Session, room: Classroom):
    graded = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    cell = f"/courses/dl/gradebook/{room.ada.id}/linear"
    ines = visit("ines")
    form = {"attempt": graded.public_id, "line": "15", "text": "Which axis has to go?"}
    assert ines.post(f"{cell}/comments", form).status_code == 303
    page = ines.post(f"{cell}/comments", {**form, "line": "99", "text": "kept <b>as</b> typed"})
    assert page.status_code == 422
    assert "There is no line &#39;99&#39;. This code has 16 lines." in page.text
    assert "kept &lt;b&gt;as&lt;/b&gt; typed" in page.text
    seen = visit("ada").get("/courses/dl/exercises/linear/attempts").text
    assert re.search(r'<td class="no">15</td><td>.*← Ines Ahlers: Which axis has to go\?', seen)
    assert "Which axis" not in visit("ben").get("/courses/dl/exercises/linear/attempts").text
    remove = re.search(r'action="([^"]+/remove)"', ines.get(cell).text)
    assert remove
    assert ines.post(remove.group(1)).status_code == 303
    assert "Which axis" not in visit("ada").get("/courses/dl/exercises/linear/attempts").text


def test_extensions_are_granted_for_who_is_named_and_refused_with_what_was_typed(visit, session, room):
    unit_id = room.items["linear"].assignment_id
    ines = visit("ines")
    page = "/courses/dl/gradebook/extensions"
    due = (room.now + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
    form = {"assignment": str(unit_id), "email": "ada@example.org", "due_at": due, "reason": "ill"}
    for change, problem in (
        ({"email": "otto@example.org"}, "No student in this course has the address “otto@example.org”."),
        ({"email": ""}, "email address or choose a section"),
        ({"assignment": "x"}, "Choose an assignment"),
        ({"due_at": "soon"}, "“soon” is not a date and time"),
        ({"due_at": "2020-01-01T00:00"}, "must be later"),
        ({"closes_at": "2020-01-01T00:00"}, "must not be before the due date"),
        ({"reason": " "}, "The reason is missing"),
    ):
        answer = ines.post(page, {**form, **change})
        assert answer.status_code == 422
        assert problem in answer.text
        assert f'value="{change.get("due_at", due)}"' in answer.text
    assert ines.post(page, form).status_code == 303
    assert "extended for you" in visit("ada").get("/courses/dl").text
    assert "extended for you" not in visit("ben").get("/courses/dl").text


def test_the_audit_log_names_whom_a_decision_was_about(visit, session: Session, room: Classroom):
    ines = visit("ines")
    cell = f"/courses/dl/gradebook/{room.ada.id}/relu"
    assert ines.post(f"{cell}/decision", {"points": "50", "reason": "by hand"}).status_code == 303
    page = ines.get("/courses/dl/audit").text
    assert "overrode a score" in page
    assert "Ada Lovelace, ReLU" in page
    assert "reason: by hand" in page
