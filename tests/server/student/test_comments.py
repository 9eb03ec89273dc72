"""What staff comment is seen by the student, wherever they look at their work."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.scores import comments
from server.submissions.models import Submission
from tests.server import classroom, reports
from tests.server.classroom import Classroom


@pytest.fixture
def submission(session: Session, room: Classroom) -> Submission:
    found = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    comments.add_comment(session, session.get_one(User, room.amy.id), found, "2", "Which <shape>?")
    session.commit()
    return found


def test_pages_that_lead_to_the_work_have_a_badge(visit, submission: Submission):
    for path in ("/courses/dl", "/courses/dl/exercises/linear", "/courses/dl/gradebook/mine"):
        assert "data-comments" in visit("ada").get(path).text
        assert "data-comments" not in visit("ben").get(path).text


def test_the_badge_leads_to_the_attempt_with_the_comment(visit, submission: Submission, session: Session, room):
    classroom.submit(session, room.ada, room.items["linear"], reports.accepted())
    page = visit("ada").get("/courses/dl/exercises/linear").text
    assert f'attempts?attempt={submission.public_id}" data-comments' in page


def test_the_page_of_the_submission_shows_the_comment(visit, submission: Submission):
    assert "Which &lt;shape&gt;?" in visit("ada").get(f"/submissions/{submission.public_id}").text


def test_a_removed_comment_is_gone(visit, submission: Submission, session: Session):
    from server.scores.models import LineComment

    comments.remove_comment(session, session.query(LineComment).one())
    session.commit()
    assert "data-comments" not in visit("ada").get("/courses/dl").text


def test_comments_are_grouped_by_line_once(app: Flask):
    by_line = app.jinja_env.filters["by_line"]
    read: list[int | None] = []

    class Note:
        def __init__(self, line: int | None) -> None:
            self.number = line

        @property
        def line(self) -> int | None:
            read.append(self.number)
            return self.number

        author, text = User(name="Amy"), "Why?"

    notes = [Note(n % 100 or None) for n in range(1_000)]
    assert sum(map(len, by_line(notes).values())) == 990
    assert by_line([{"line": 3, "message": "m"}]) == {3: [{"line": 3, "message": "m"}]}
    read.clear()
    with app.test_request_context():
        parts = app.jinja_env.get_template("_parts.html").make_module({})
        assert parts.listing("x = 1\n" * 1_000, (), "Source", notes).count("Why?") == 990
    assert len(read) == 1_000  # each once, and not once for each line of the source
