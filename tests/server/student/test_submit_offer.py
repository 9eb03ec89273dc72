"""A check that got full points offers to submit its source."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from server.courses.models import Assignment
from server.submissions.models import JobState, Purpose, Submission
from tests.factories import enroll
from tests.server import classroom, reports
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor

Visit = Callable[..., Visitor]
PAGE = "/courses/dl/exercises/linear"
MARK = "data-not-submitted"


@pytest.fixture
def check(session: Session, room: Classroom) -> Submission:
    return classroom.submit(
        session, room.ada, room.items["linear"], reports.accepted(), source="\n# <mine>\n", purpose=Purpose.CHECK
    )


def pages(check: Submission) -> list[str]:
    return [PAGE, f"/submissions/{check.public_id}", f"/submissions/{check.public_id}/panel"]


def test_every_page_with_the_result_has_a_form_that_submits_what_was_checked(visit: Visit, check: Submission):
    for path in pages(check):
        page = visit("ada").get(path).text
        assert MARK in page
        assert "\n\n# &lt;mine&gt;\n</textarea>" in page
        assert f'action="{PAGE}/submissions"' in page


def test_nothing_is_offered_once_it_is_submitted(visit: Visit, check: Submission, session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias(), source="# less")
    assert MARK in visit("ada").get(f"/submissions/{check.public_id}").text
    classroom.submit(session, room.ada, room.items["linear"], state=JobState.QUEUED)
    assert MARK not in visit("ada").get(f"/submissions/{check.public_id}").text


def test_staff_are_not_offered_the_work_of_a_student(visit: Visit, check: Submission):
    assert MARK not in visit("ines").get(f"/submissions/{check.public_id}").text


@pytest.mark.parametrize("obstacle", ["closed", "no attempts"])
def test_what_can_no_longer_be_submitted_says_why(
    visit: Visit, check: Submission, session: Session, room: Classroom, obstacle: str
):
    assignment = session.get_one(Assignment, room.items["linear"].assignment_id)
    if obstacle == "closed":
        assignment.closes_at = room.now - timedelta(hours=1)
    else:
        assignment.attempt_limit = 1
        classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias(), source="# less")
    session.commit()
    page = visit("ada").get(f"/submissions/{check.public_id}").text
    assert MARK in page
    assert "Submit this code" not in page


def test_the_course_page_and_the_list_of_courses_mark_it(
    visit: Visit, check: Submission, session: Session, room: Classroom
):
    enroll(session, room.other_course, room.ada)
    session.commit()
    for path in ("/courses/dl", "/"):
        assert "data-unsubmitted" in visit("ada").get(path).text
        assert "data-unsubmitted" not in visit("ben").get(path, follow_redirects=True).text
