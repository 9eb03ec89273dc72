"""The pages of a regrade."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import exercises
from grader.report import Report
from server.courses.models import Assignment, AssignmentExercise, Course, LatePolicy
from server.scores.models import Override, Score
from server.submissions.models import Lane
from server.worker.claims import claim_next
from server.worker.finish import finish
from tests.server import classroom, reports
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor
from tests.server.course_admin.page import filled

SETS = "/courses/dl/regrades"


def start(ines: Visitor, **more: str) -> str:
    form = {"scope": "exercise:linear", "which": "counting", "title": "Version 2", "reason": "a typo", **more}
    answer = ines.post(SETS, form)
    assert answer.status_code == 303, answer.text
    return answer.location


def grade_preview(session: Session, result) -> None:
    while (claim := claim_next(session, Lane.BATCH, worker="w", lease_s=60)) is not None:
        finish(session, claim, Report.from_json(result))
    session.commit()


def points(session: Session, user, item) -> int | None:
    found = session.query(Score.points).filter_by(user_id=user.id, assignment_exercise_id=item.id).scalar()
    session.commit()
    return found


def act(ines: Visitor, page: str, action: str, *, shown: str = "", **more: str):
    """Press a button of the regrade's page, or of the one that was `shown`."""
    return ines.post(f"{page}/{action}", filled(shown or ines.get(page).text, "shown") | more)


@pytest.mark.slow
def test_a_regrade_from_the_form_to_its_undoing(visit, session: Session, room: Classroom):
    item = room.items["linear"]
    classroom.submit(session, room.ada, item, reports.unsummed_bias())
    classroom.submit(session, room.ben, item, reports.accepted())
    ines: Visitor = visit("ines")
    page = start(ines)
    assert 'http-equiv="refresh"' in ines.get(page).text  # it follows while it is graded
    assert ines.post(f"{page}/apply", {"what": "all"}).status_code == 409
    grade_preview(session, reports.accepted())
    shown = ines.get(page).text
    assert 'data-up="1" data-down="0" data-kept="0"' in shown
    assert 'http-equiv="refresh"' not in shown
    assert re.search(r"70</td>\s*<td[^>]*>100</td>", shown)
    assert "backward.grad_bias: WA 0/10" in shown  # why
    key = re.search(r'name="key" value="([^"]+)"', shown).group(1)
    assert act(ines, page, "apply", what="some").status_code == 409
    assert points(session, room.ada, item) == 70
    assert act(ines, page, "apply", what="some", key=key).status_code == 303
    assert points(session, room.ada, item) == 100
    assert "R</span>" in ines.get("/courses/dl/gradebook").text
    assert act(ines, page, "undo").status_code == 303
    assert points(session, room.ada, item) == 70
    assert ">undone<" in ines.get(SETS).text
    assert "R</span>" not in ines.get("/courses/dl/gradebook").text
    undone = ines.get(page).text
    assert 'data-up="1" data-down="0" data-kept="0"' in undone
    assert "would change" not in undone


def previewed(visit, session: Session, room: Classroom) -> tuple[AssignmentExercise, Visitor, str]:
    """Begin a regrade that would raise the scores of Ada and Ben at linear; return the exercise, Ines and the page."""
    item = room.items["linear"]
    for user in (room.ada, room.ben):
        classroom.submit(session, user, item, reports.unsummed_bias())
    ines: Visitor = visit("ines")
    page = start(ines)
    grade_preview(session, reports.accepted())
    return item, ines, page


def test_the_filter_narrows_what_is_applied(visit, session: Session, room: Classroom):
    item, ines, page = previewed(visit, session, room)
    shown = ines.get(f"{page}?direction=up&name=okri").text
    assert "Apply the 1 shown" in shown
    assert "Ada Lovelace" not in shown
    assert "No changes match the filter." in ines.get(f"{page}?direction=down").text
    # A name that is too long is cut, and matches nobody: it must not stand for everybody.
    assert act(ines, page, "apply", shown=shown, what="shown", name="okri" * 26).status_code == 303
    assert [points(session, user, item) for user in (room.ada, room.ben)] == [70, 70]
    shown = ines.get(f"{page}?direction=up&name=okri").text
    assert act(ines, page, "apply", shown=shown, what="shown").status_code == 303
    assert [points(session, user, item) for user in (room.ada, room.ben)] == [70, 100]


def test_nothing_is_applied_or_undone_but_what_was_shown(visit, session: Session, room: Classroom):
    item, ines, page = previewed(visit, session, room)
    assert ines.post(f"{page}/apply", {"what": "all"}).status_code == 409  # nothing was shown
    shown = ines.get(page).text
    override = {"points": "90", "reason": "on paper"}
    ines.post(f"/courses/dl/gradebook/{room.ada.id}/linear/decision", override)
    answer = act(ines, page, "apply", shown=shown, what="all")
    assert answer.status_code == 409
    assert "data-outdated" in answer.text
    assert "An override keeps the score unchanged" in answer.text
    assert [points(session, user, item) for user in (room.ada, room.ben)] == [90, 70]
    assert act(ines, page, "apply", shown=answer.text, what="all").status_code == 303
    assert [points(session, user, item) for user in (room.ada, room.ben)] == [90, 100]
    shown = ines.get(page).text
    override_id = session.scalars(select(Override.id)).one()
    session.commit()
    ines.post(f"/courses/dl/gradebook/{room.ada.id}/linear/decision/undo", {"override": str(override_id)})
    assert act(ines, page, "undo", shown=shown).status_code == 409
    assert act(ines, page, "undo").status_code == 303
    assert [points(session, user, item) for user in (room.ada, room.ben)] == [70, 70]


@pytest.mark.slow
def test_a_part_that_moves_grace_days_in_another_way_is_shown_before_it_is_applied(
    visit, session: Session, room: Classroom
):
    due = room.now - timedelta(days=4)
    session.get_one(Course, room.course.id).grace_days = 1
    for slug in ("relu", "linear"):
        unit = session.get_one(Assignment, room.items[slug].assignment_id)
        unit.late_policy, unit.late_percent, unit.due_at = LatePolicy.GRACE, 50, due
    session.commit()
    for slug, worth in (("linear", 100), ("relu", 10), ("sigmoid", 10)):
        report = {**reports.accepted(), "points": worth}
        classroom.submit(session, room.ada, room.items[slug], report, received_at=due + timedelta(hours=1))
    ines: Visitor = visit("ines")
    page = start(ines, scope=f"assignment:{room.items['relu'].assignment_id}")
    grade_preview(session, {**reports.accepted(), "points": 80})

    def all_points() -> list[float | None]:
        return [points(session, room.ada, room.items[slug]) for slug in ("linear", "relu", "sigmoid")]

    before, key = all_points(), f"{room.ada.id}-{room.items['relu'].id}"
    assert before == [100, 5, 5]
    whole = ines.get(page).text
    assert 'data-up="2" data-down="1"' in whole  # linear would lose the grace day
    asked = act(ines, page, "apply", shown=whole, what="some", key=key)
    assert asked.status_code == 200
    assert re.findall(r'data-change="([^"]+)"', asked.text) == [key]
    assert all_points() == before
    assert ines.post(f"{page}/apply", filled(asked.text, "shown")).status_code == 303
    assert all_points() == [100, 40, 5]


def test_a_choice_that_is_none_is_refused(visit, session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    ines: Visitor = visit("ines")
    page = start(ines)
    grade_preview(session, reports.accepted())
    for choice, problem in (
        ({"what": "most"}, "Scores to apply: “most” is not one of the choices."),
        ({"what": "some", "key": "1-x"}, "Select the scores to change"),
    ):
        answer = act(ines, page, "apply", **choice)
        assert answer.status_code == 409
        assert problem in answer.text
    assert points(session, room.ada, room.items["linear"]) == 70


def test_one_submission_from_its_cell(visit, session: Session, room: Classroom):
    graded = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    ines: Visitor = visit("ines")
    link = re.search(
        r'href="([^"]+)">Regrade this submission', ines.get(f"/courses/dl/gradebook/{room.ada.id}/linear").text
    )
    assert link
    assert graded.public_id in ines.get(link.group(1).replace("&amp;", "&")).text
    page = start(ines, submission=graded.public_id)
    assert "0/1" in ines.get(page).text
    assert ines.post(f"{page}/cancel").status_code == 303
    assert "No scores have changed" in ines.get(page).text


def test_what_is_missing_in_the_form_is_said_and_the_rest_kept(visit, session: Session, room: Classroom):
    ines: Visitor = visit("ines")
    for change, problem in (
        ({"scope": "exercise:nothing"}, "Choose an exercise or an assignment"),
        ({"which": "some"}, "For each student: "),
        ({"scope": "exercise:adam"}, "There are no graded attempts"),
    ):
        form = {"scope": "exercise:linear", "which": "all", "title": "My title", "reason": "my reason", **change}
        answer = ines.post(SETS, form)
        assert answer.status_code == 422
        assert problem in answer.text
        assert 'value="My title"' in answer.text


def test_an_exercise_with_scores_from_an_older_version_is_marked(visit, session: Session, room: Classroom, monkeypatch):
    def current(version: int) -> None:
        monkeypatch.setattr(
            "server.regrades.outdated.find_exercise", lambda slug: replace(exercises.load(slug), version=version)
        )

    classroom.submit(session, room.ada, room.items["linear"], reports.accepted())
    ines: Visitor = visit("ines")
    current(1)
    assert "data-outdated" not in ines.get("/courses/dl/gradebook").text
    current(2)
    assert 'data-outdated="linear"' in ines.get("/courses/dl/gradebook").text
    assert 'data-outdated="linear"' in ines.get(SETS).text
