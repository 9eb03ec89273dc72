"""The words of the audit log for what was done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.course_admin import audit_page
from server.courses.models import Assignment, Course, Enrollment, Section
from server.roster import enrollments
from server.scores import extensions, overrides
from tests.server.classroom import Classroom


@pytest.fixture
def course(session: Session, room: Classroom) -> Course:
    course = session.get_one(Course, room.course.id)
    course.timezone = "America/New_York"
    return course


def last(session: Session, course: Course, action: str) -> tuple[str, list[str]]:
    """Return the subject and the details of the newest entry of this action."""
    line = audit_page.page(session, course, audit_page.Filters(action=action)).lines[0]
    return line.subject, list(line.details)


def test_an_extension_has_dates_in_the_zone_of_the_course_and_names_whom_it_is_for(
    session: Session, room: Classroom, course: Course
):
    section = Section(course_id=course.id, name="A")
    session.add(section)
    session.flush()
    assignment = session.get_one(Assignment, room.items["linear"].assignment_id)
    assignment.due_at = datetime(2026, 11, 29, 3, 14, tzinfo=UTC)
    due_at, closes_at = datetime(2026, 12, 1, 3, 14, tzinfo=UTC), datetime(2026, 12, 2, 3, 14, tzinfo=UTC)
    to = {"section_id": section.id, "due_at": due_at, "closes_at": closes_at, "reason": "ill"}
    extensions.grant(session, course, room.ines, assignment, **to)
    assert last(session, course, "extension.granted") == (
        "section A, Layers",
        ["due: Mon 30 Nov 2026 22:14", "closes: Tue 1 Dec 2026 22:14", "reason: ill"],
    )
    granted = extensions.list_extensions(session, course)[0].extension
    extensions.revoke(session, course, room.ines, granted)
    assert last(session, course, "extension.revoked") == ("section A, Layers", [])
    own = {"user_id": room.ada.id, "due_at": due_at, "closes_at": None, "reason": "ill"}
    extensions.grant(session, course, room.ines, assignment, **own)
    assert last(session, course, "extension.granted")[0] == "Ada Lovelace, Layers"
    extensions.revoke(session, course, room.ines, extensions.list_extensions(session, course)[0].extension)
    assert last(session, course, "extension.revoked") == ("Ada Lovelace, Layers", [])


def test_a_change_of_section_or_role_says_from_what_to_what(session: Session, room: Classroom, course: Course):
    section = Section(course_id=course.id, name="A")
    session.add(section)
    session.flush()
    ada = session.query(Enrollment).filter_by(course_id=course.id, user_id=room.ada.id).one()
    enrollments.change(session, room.ines, ada, role=ada.role, section=section)
    assert last(session, course, "roster.changed") == ("Ada Lovelace", ["section: none → A"])
    enrollments.change(session, room.ines, ada, role=ada.role, section=None)
    assert last(session, course, "roster.changed") == ("Ada Lovelace", ["section: A → none"])


def test_an_override_that_was_undone_says_what_it_was(session: Session, room: Classroom, course: Course):
    for points, said in ((80, "80 points"), (None, "excused")):
        item = room.items["linear"]
        overrides.override(session, course, room.ines, [overrides.NewOverride(room.ada.id, item, points)], "spoken")
        assert last(session, course, "score.decided") == ("Ada Lovelace, Linear", [f"score: {said}", "reason: spoken"])
        overrides.undo(session, course, room.ines, room.ada.id, item)
        assert last(session, course, "score.decision_undone") == ("Ada Lovelace, Linear", [f"undone: {said}"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            {"scores": 2, "never_lower": True},
            ["2 scores changed", "scores that would have been lowered were left unchanged"],
        ),
        ({"scores": 1, "never_lower": False}, ["1 score changed"]),
        ({"which": "counting"}, ["attempts: the attempt that counts"]),
        ({"how": "code", "role": "student"}, ["with: the join code", "role: student"]),
        ({"role": "student", "email": ""}, ["role: student"]),
        ({"enrol": 3, "left_alone": 1}, ["people enrolled: 3", "people left unchanged: 1"]),
        ({"section_to": "B"}, ["new section: B"]),  # of an earlier version
        ({"override": 0}, []),  # of an archive
    ],
)
def test_values_are_words(session: Session, room: Classroom, course: Course, data: dict[str, object], said: list[str]):
    record(session, room.ines, "thing.done", subject=f"user:{room.ada.id}", course_id=course.id, **data)
    assert last(session, course, "thing.done")[1] == said


def test_what_an_archive_left_out_has_no_number(session: Session, room: Classroom, course: Course):
    record(session, room.ines, "thing.done", subject="roster_import:0", course_id=course.id)
    assert last(session, course, "thing.done")[0] == "roster import"
