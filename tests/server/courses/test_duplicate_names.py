"""Two students of the same name are told apart wherever staff pick or see them."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.course_admin import audit_page
from server.courses.duplicate_names import emails_of_duplicate_names
from server.courses.models import Assignment, Course
from server.scores import extensions, overrides
from tests.factories import enroll, make_user
from tests.server import classroom, reports
from tests.server.classroom import Classroom

MARK = "data-email-beside-name>fake@example.org<"


@pytest.fixture
def fake(session: Session, room: Classroom):
    """Somebody joined as “ada lovelace”; both have work in Linear and are stuck at ReLU."""
    fake = make_user(session, "fake", "ada lovelace")
    enroll(session, room.course.id, fake)
    make_user(session, "elsewhere", "Ben Okri")  # in no course
    session.commit()
    for student in (room.ada, fake):
        classroom.submit(session, student, room.items["linear"], reports.unsummed_bias())
        for _ in range(4):
            classroom.submit(session, student, room.items["relu"], reports.unsummed_bias())
    return fake


def test_only_people_of_one_course_with_the_same_name_are_found(session: Session, room: Classroom, fake):
    found = emails_of_duplicate_names(session, session.get_one(Course, room.course.id))
    assert found == {room.ada.id: "ada@example.org", fake.id: "fake@example.org"}


def test_lists_of_staff_show_the_address_beside_the_name(visit, session: Session, room: Classroom, fake):
    course = session.get_one(Course, room.course.id)
    unit = session.get_one(Assignment, room.items["linear"].assignment_id)
    due_at = unit.due_at + timedelta(days=1)
    extensions.grant(session, course, room.ines, unit, user_id=fake.id, due_at=due_at, closes_at=None, reason="ill")
    overrides.override(session, course, room.ines, [overrides.NewOverride(fake.id, room.items["adam"], 5)], "spoken")
    session.commit()
    ines = visit("ines")
    for path in ("gradebook", "gradebook?by=assignment", "insight", "gradebook/extensions"):
        page = ines.get(f"/courses/dl/{path}").text
        assert MARK in page, path
        assert "ben@example.org<" not in page, path
    assert "ada lovelace &lt;fake@example.org&gt;, Adam" in ines.get("/courses/dl/audit").text
    assert MARK not in visit("ada").get("/courses/dl").text


def test_a_file_of_scores_shows_whose_score_it_would_change(visit, room: Classroom, fake):
    ines = visit("ines")
    table = "email,linear\nfake@example.org,10\nben@example.org,10\n"
    page = ines.post("/courses/dl/gradebook/upload", {"file": (io.BytesIO(table.encode()), "x.csv")})
    assert MARK in page.text
    assert 'aria-label="Change ada lovelace fake@example.org, ' in page.text
    assert 'aria-label="Change Ben Okri, ' in page.text


def test_the_audit_log_tells_apart_who_did_something(session: Session, room: Classroom, fake):
    course = session.get_one(Course, room.course.id)
    record(session, fake, "roster.joined", subject=f"user:{fake.id}", course_id=course.id)
    line = audit_page.page(session, course, audit_page.Filters(who=fake.id)).lines[0]
    assert (line.actor, line.subject) == ("ada lovelace <fake@example.org>",) * 2


def test_names_with_other_letters_than_ascii_are_compared_without_case(session: Session, room: Classroom):
    for short, name in (("one", "Élodie Öz"), ("two", "ÉLODIE ÖZ")):
        enroll(session, room.course.id, make_user(session, short, name))
    session.commit()
    assert sorted(emails_of_duplicate_names(session, room.course).values()) == ["one@example.org", "two@example.org"]
