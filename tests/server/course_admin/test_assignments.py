"""The pages of assignments: what is typed, what is refused and in which words, what is shown before it is done."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import AuditEvent
from server.courses.models import Assignment, AssignmentExercise, Extension
from server.scores.models import Score
from server.submissions.models import Draft
from tests.server import classroom, reports
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor
from tests.server.course_admin.page import filled, read

LIST = "/courses/dl/assignments"


def of(room: Classroom, slug: str) -> str:
    return f"{LIST}/{room.items[slug].assignment_id}"


def row(session: Session, room: Classroom, slug: str) -> Assignment:
    return read(session, select(Assignment).where(Assignment.id == room.items[slug].assignment_id))[0]


def save(visitor: Visitor, path: str, **typed: str | list[str]):
    return visitor.client.post(path, data=filled(visitor.get(path).text, "due_at", **typed))


def test_dates_are_typed_in_the_courses_zone_and_stored_in_utc(visit, session: Session, room: Classroom):
    ines: Visitor = visit("ines")
    path = of(room, "adam")
    assert "Europe/Berlin. Leave empty for no due date." in ines.get(path).text
    answer = save(ines, path, opens_at="2026-07-01T08:00", due_at="2026-12-01T23:59", closes_at="2026-12-01T23:59")
    assert answer.status_code == 303, answer.text
    stored = row(session, room, "adam")
    assert stored.opens_at == datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
    assert stored.due_at == stored.closes_at == datetime(2026, 12, 1, 22, 59, tzinfo=UTC)
    assert 'value="2026-07-01T08:00"' in ines.get(path).text


def test_saving_without_a_change_changes_nothing_not_even_seconds(visit, session: Session, room: Classroom):
    before = row(session, room, "linear")
    before.due_at, before.cooldown_s = datetime(2026, 10, 25, 1, 30, 17, tzinfo=UTC), 90  # the second 02:30 of a night
    session.commit()
    answer = save(visit("ines"), of(room, "linear"))
    assert answer.status_code == 303
    after = row(session, room, "linear")
    assert (after.due_at, after.cooldown_s) == (datetime(2026, 10, 25, 1, 30, 17, tzinfo=UTC), 90)
    assert read(session, select(AuditEvent.id).where(AuditEvent.action == "assignment.changed")) == []


@pytest.mark.parametrize(("typed", "stored"), [("2.5", "2.5"), ("0,5", "0.5"), ("10", "10"), (" 7.50 ", "7.5")])
def test_points_of_an_exercise_may_have_two_decimals(visit, session: Session, room: Classroom, typed: str, stored: str):
    ines: Visitor = visit("ines")
    path = of(room, "linear")
    assert save(ines, path, **{"points-linear": typed}).status_code == 303
    query = select(AssignmentExercise.max_points).where(AssignmentExercise.id == room.items["linear"].id)
    assert str(read(session, query)[0]) == stored
    assert f'name="points-linear" value="{stored}"' in ines.get(path).text
    event = read(session, select(AuditEvent).where(AuditEvent.action == "assignment.changed"))
    assert len(event) == (stored != "100")


def test_points_below_an_override_are_refused_with_a_link_to_the_overrides(visit, room: Classroom):
    ines: Visitor = visit("ines")
    ines.post(f"/courses/dl/gradebook/{room.ada.id}/linear/decision", {"points": "90", "reason": "on paper"})
    answer = save(ines, of(room, "linear"), **{"points-linear": "80"})
    assert answer.status_code == 422
    assert "Ada Lovelace (90)" in answer.text
    link = re.search(r'href="([^"]+)" data-overrides', answer.text)
    assert link is not None
    shown = ines.get(link.group(1).replace("&amp;", "&"))
    assert shown.status_code == 200
    assert "Ada Lovelace" in shown.text
    assert "Ben Okri" not in shown.text
    preview = save(ines, of(room, "linear"), **{"points-linear": "90"})
    assert "data-totals" in preview.text  # not refused, only to be confirmed


def test_an_exercise_worth_nothing_is_saved_with_a_note(visit, room: Classroom):
    ines: Visitor = visit("ines")
    assert save(ines, of(room, "linear"), **{"points-linear": "0"}).status_code == 303
    assert "worth 0 points" in ines.get(LIST).text


@pytest.mark.parametrize(
    ("typed", "stored", "said"),
    [
        (
            "2027-03-28T02:30",
            datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
            "skip 02:30. This time is interpreted as 03:30.",
        ),
        (
            "2026-10-25T02:30",
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            "show 02:30 twice. This time is interpreted as the first occurrence.",
        ),
    ],
)
def test_a_time_in_a_change_of_the_clocks_is_taken_and_explained(
    visit, session: Session, room: Classroom, typed: str, stored: datetime, said: str
):
    ines: Visitor = visit("ines")
    assert save(ines, of(room, "linear"), due_at=typed).status_code == 303
    assert row(session, room, "linear").due_at == stored
    assert said in ines.get(LIST).text


def test_dates_are_compared_as_the_clocks_count_them(visit, session: Session, room: Classroom):
    ines: Visitor = visit("ines")
    dates = {"opens_at": "2027-03-28T03:00", "due_at": "2027-03-28T02:30"}  # 02:30 is skipped, so it is 03:30
    assert save(ines, of(room, "linear"), **dates).status_code == 303
    assert row(session, room, "linear").due_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    refused = save(ines, of(room, "linear"), opens_at="2027-03-28T03:45", due_at="2027-03-28T02:30")
    assert refused.status_code == 422
    assert (
        "The due date (28 March 2027 at 03:30) must be after the opening date (28 March 2027 at 03:45)" in refused.text
    )


def test_the_note_about_a_repeated_hour_says_which_time_is_kept(visit, session: Session, room: Classroom):
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # the second 02:30 of that night
    row(session, room, "linear").due_at = second
    session.commit()
    ines: Visitor = visit("ines")
    assert save(ines, of(room, "linear"), title="Layers, revised").status_code == 303
    assert row(session, room, "linear").due_at == second
    page = ines.get(LIST).text
    assert "show 02:30 twice. This time is interpreted as the second occurrence." in page
    assert "interpreted as the first" not in page


def test_the_list_names_the_wait_between_attempts(visit, session: Session, room: Classroom):
    ines: Visitor = visit("ines")
    assert "data-wait" not in ines.get(LIST).text
    assert save(ines, of(room, "linear"), cooldown="90").status_code == 303
    assert "<span data-wait>at least 90 minutes apart</span>" in ines.get(LIST).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "  "}, "Title is empty"),
        ({"title": "x" * 201}, "Enter at most 200 characters"),
        ({"due_at": "tomorrow"}, "“tomorrow” is not a date and time"),
        ({"due_at": "0001-01-01T00:00"}, "is not a date and time"),
        (
            {"opens_at": "2026-12-02T10:00", "due_at": "2026-12-01T10:00"},
            "The due date (1 December 2026 at 10:00) must be after the opening date",
        ),
        ({"opens_at": "2026-12-01T10:00", "due_at": "2026-12-01T10:00"}, "must be after the opening date"),
        (
            {"due_at": "2026-12-02T10:00", "closes_at": "2026-12-02T09:59"},
            "must not be before the due date (2 December 2026",
        ),
        (
            {"opens_at": "2026-12-02T10:00", "due_at": "", "closes_at": "2026-12-01T10:00"},
            "The closing date (1 December",
        ),
        ({"weight": "-1"}, "“-1” is not a whole number from 0 to 10000"),
        ({"late_percent": "ten"}, "“ten” is not a whole number from 0 to 100"),
        ({"late_percent": ""}, "Enter a whole number from 0 to 100"),
        ({"attempt_limit": "0"}, "“0” is not a whole number from 1 to 1000"),
        ({"cooldown": "1.5"}, "“1.5” is not a whole"),
        ({"late_policy": "harsh"}, "“harsh” is not one of"),
        ({"help_steps": "9"}, "“9” is not one of"),
        ({"points-linear": "2.555"}, "Points: “2.555” is not a number from 0 to 1000 with at most two decimal places"),
        ({"points-linear": "-1"}, "Points: “-1” is not a number from 0 to 1000"),
        ({"points-linear": "much"}, "Points: “much” is not a number from 0 to 1000 with at most two decimal places"),
        ({"order-linear": "²"}, "Order: “²” is not a whole"),
        ({"pick": ["linear", "relu"]}, "This exercise is already in Functions"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_typed_is_lost(
    visit, session: Session, room: Classroom, typed: dict[str, str | list[str]], said: str
):
    ines: Visitor = visit("ines")
    before = {
        column.name: getattr(row(session, room, "linear"), column.name) for column in Assignment.__table__.columns
    }
    answer = save(ines, of(room, "linear"), **{"weight": "7", **typed})
    assert answer.status_code == 422
    assert said in answer.text
    again = filled(answer.text, "due_at")
    for name, value in typed.items():
        if name not in {"pick", "late_policy", "help_steps"}:
            assert again[name] == [str(value).strip()]
    if "weight" not in typed:
        assert again["weight"] == ["7"]
    after = {column.name: getattr(row(session, room, "linear"), column.name) for column in Assignment.__table__.columns}
    assert after == before


def test_a_change_that_moves_scores_is_shown_first_and_done_when_it_was_seen(visit, session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["relu"], reports.accepted())  # in the fifth day after it was due
    ines: Visitor = visit("ines")
    shown = save(ines, of(room, "relu"), late_policy="percent", late_percent="10")
    assert shown.status_code == 200
    assert 'data-scores="1" data-students="1"' in shown.text
    assert "Ada Lovelace" in shown.text
    assert ">100</td>" in shown.text
    assert ">50</td>" in shown.text
    assert row(session, room, "relu").late_policy == "none"
    back = ines.client.post(of(room, "relu"), data=filled(shown.text, "shown") | {"step": ["edit"]})
    assert back.status_code == 200
    assert filled(back.text, "due_at")["late_policy"] == ["percent"]
    assert row(session, room, "relu").late_policy == "none"
    done = ines.client.post(of(room, "relu"), data=filled(shown.text, "shown"))
    assert done.status_code == 303
    assert "1 score has changed." in ines.get(LIST).text
    assert read(session, select(Score.points)) == [50]
    event = read(session, select(AuditEvent).where(AuditEvent.action == "assignment.changed"))[0]
    assert (event.actor_id, event.course_id) == (room.ines.id, room.course.id)
    # Undo shows the same, the other way round.
    undo = f"/courses/dl/audit/{event.id}/undo"
    assert undo in ines.get(of(room, "relu")).text
    asked = ines.post(undo)
    assert asked.status_code == 200
    assert read(session, select(Score.points)) == [50]
    assert ines.client.post(undo, data=filled(asked.text, "shown")).status_code == 303
    assert read(session, select(Score.points)) == [100]
    again = ines.post(undo)
    assert again.status_code == 422
    assert "Undo them first" in again.text


@pytest.mark.parametrize("who", ["cleo", "ines"])  # who has left, and who tried it as staff
def test_scores_of_people_who_are_no_students_are_changed_but_not_counted(visit, session: Session, room, who: str):
    classroom.submit(session, getattr(room, who), room.items["relu"], reports.accepted())
    ines: Visitor = visit("ines")
    assert save(ines, of(room, "relu"), late_policy="percent", late_percent="10").status_code == 303
    page = ines.get(LIST).text
    assert "Functions has been saved." in page
    assert "score has changed" not in page
    assert read(session, select(Score.points)) == [50]


def test_changes_that_came_in_between_are_shown_again(visit, session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["relu"], reports.accepted())
    ines: Visitor = visit("ines")
    shown = save(ines, of(room, "relu"), late_policy="percent")
    classroom.submit(session, room.ben, room.items["relu"], reports.accepted())
    again = ines.client.post(of(room, "relu"), data=filled(shown.text, "shown"))
    assert again.status_code == 409
    assert "data-outdated" in again.text
    assert "Ben Okri" in again.text
    assert ines.client.post(of(room, "relu"), data=filled(again.text, "shown")).status_code == 303


def test_two_who_edit_at_once_do_not_overwrite_each_other_unseen(visit, session: Session, room: Classroom):
    ines, root = visit("ines"), visit("root")
    opened = ines.get(of(room, "linear")).text
    assert save(root, of(room, "linear"), title="By Rosa").status_code == 303
    answer = ines.client.post(of(room, "linear"), data=filled(opened, "due_at", title="By Ines"))
    assert answer.status_code == 422
    assert "Someone else changed this" in answer.text
    assert row(session, room, "linear").title == "By Rosa"
    assert ines.client.post(of(room, "linear"), data=filled(answer.text, "due_at")).status_code == 303
    assert row(session, room, "linear").title == "By Ines"


def test_an_assignment_is_added_with_exercises_in_the_typed_order(visit, session: Session, room: Classroom):
    answer = save(
        visit("ines"), f"{LIST}/new", title="More", pick=["sgd", "momentum", "conv2d"], order__momentum="1",
        order__conv2d="2", points__sgd="5",
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    added = read(session, select(Assignment).where(Assignment.title == "More"))[0]
    assert added.position == 3
    assert [(item.slug, item.max_points) for item in added.exercises] == [
        ("momentum", 100),
        ("conv2d", 100),
        ("sgd", 5),
    ]


def test_an_unknown_exercise_cannot_be_picked(visit, session: Session, room: Classroom):
    answer = save(visit("ines"), f"{LIST}/new", title="More", pick=["../../etc/passwd", "sgd"])
    assert answer.status_code == 303
    added = read(session, select(Assignment).where(Assignment.title == "More"))[0]
    assert [item.slug for item in added.exercises] == ["sgd"]


def test_an_exercise_with_work_cannot_be_taken_out_nor_its_assignment_deleted(visit, session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["linear"], reports.accepted())
    ines: Visitor = visit("ines")
    assert "in use: it has 1 submission" in ines.get(of(room, "linear")).text
    refused = save(ines, of(room, "linear"), pick=[])
    assert refused.status_code == 422
    assert "cannot be removed because it has 1 submission." in refused.text
    for answer in (ines.get(f"{of(room, 'linear')}/delete"), ines.post(f"{of(room, 'linear')}/delete")):
        assert "it has 1 submission. You can close the assignment instead." in answer.text
    assert session.get(AssignmentExercise, room.items["linear"].id)


@pytest.mark.parametrize("what", ["draft", "extension"])
def test_drafts_and_extensions_keep_an_assignment(visit, session: Session, room: Classroom, what: str):
    item = room.items["adam"]
    session.add(
        Draft(user_id=room.ada.id, assignment_exercise_id=item.id, source="x")
        if what == "draft"
        else Extension(
            assignment_id=item.assignment_id, user_id=room.ada.id, due_at=room.now + timedelta(days=20), reason="ill"
        )
    )
    session.commit()
    assert visit("ines").post(f"{of(room, 'adam')}/delete").status_code == 422
    assert session.get(Assignment, item.assignment_id)


def test_one_without_work_is_deleted_and_put_back(visit, session: Session, room: Classroom):
    ines: Visitor = visit("ines")
    assert ines.post(f"{of(room, 'adam')}/delete").status_code == 303
    assert ines.get(of(room, "adam")).status_code == 404
    event = read(session, select(AuditEvent).where(AuditEvent.action == "assignment.deleted"))[0]
    assert ines.post(f"/courses/dl/audit/{event.id}/undo").status_code == 303
    assert ines.get("/courses/dl/exercises/adam").status_code == 200
    assert ines.post(f"/courses/dl/audit/{event.id}/undo").status_code == 422


def test_a_deletion_is_undone_once_and_the_log_says_so(visit, session: Session, room: Classroom):
    empty = Assignment(course_id=room.course.id, position=9, title="Nothing yet")
    session.add(empty)
    session.commit()
    ines: Visitor = visit("ines")
    assert ines.post(f"{LIST}/{empty.id}/delete").status_code == 303
    event = read(session, select(AuditEvent).where(AuditEvent.action == "assignment.deleted"))[0]
    undo = f"/courses/dl/audit/{event.id}/undo"
    assert ines.post(undo).status_code == 303
    assert "<li>undo</li>" in ines.get("/courses/dl/audit").text
    answer = ines.post(undo)
    assert answer.status_code == 422
    assert "This change has already been undone." in answer.text
    assert read(session, select(Assignment.title).where(Assignment.title == "Nothing yet")) == ["Nothing yet"]
