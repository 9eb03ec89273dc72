"""Seeing a course as a student: everything of theirs in this course, nothing else, and nothing can be changed."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server.accounts.models import ApiToken, AuditEvent, User
from server.course_admin import impersonation
from server.courses.models import Assignment, AssignmentExercise, Enrollment, Role
from server.submissions.models import Draft, Submission
from tests.server import classroom, reports
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor
from tests.server.course_admin.page import read

START = "/courses/dl/view-as"
EXERCISE = "/courses/dl/exercises/linear"
BANNER = "You are viewing <strong>Foundations of Deep Learning</strong> as <strong>Ada Lovelace</strong>"


@pytest.fixture
def ines(visit, room: Classroom) -> Visitor:
    """Ines, who sees the course as Ada."""
    visitor: Visitor = visit("ines")
    assert visitor.post(START, {"student": str(room.ada.id)}).status_code == 303
    return visitor


def actions(session: Session) -> list[str]:
    return read(session, select(AuditEvent.action).where(AuditEvent.action.like("view_as%")).order_by(AuditEvent.id))


def test_pages_are_those_of_the_student_and_say_so(ines: Visitor, session: Session, room: Classroom):
    session.add(Draft(user_id=room.ada.id, assignment_exercise_id=room.items["linear"].id, source="adas = 'draft'"))
    submission = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    pages = ("/courses/dl", EXERCISE, f"{EXERCISE}/attempts", f"/submissions/{submission.public_id}")
    for page in pages:
        answer = ines.get(page)
        assert answer.status_code == 200
        assert BANNER in answer.text
    assert "adas = &#39;draft&#39;" in ines.get(EXERCISE).text
    assert ines.get("/courses/dl/exercises/adam").status_code == 403  # it is not open to students yet
    assert "Assignments</a>" not in ines.get("/courses/dl").text
    assert ines.get("/").headers["Location"] == "/courses/dl"


@pytest.mark.parametrize(
    ("method", "path", "content"),
    [
        ("POST", f"{EXERCISE}/submissions", {"data": {"source": "x = 1", "purpose": "submit"}}),
        ("POST", f"{EXERCISE}/submissions", {"data": {"source": "x = 1", "purpose": "check"}}),
        ("PUT", f"{EXERCISE}/draft", {"json": {"source": "mine now", "version": 0}}),
        ("POST", "/account/tokens", {"data": {"name": "stolen"}}),
        ("POST", "/account/password", {"data": {"current": classroom.PASSWORD, "new": "x" * 12, "again": "x" * 12}}),
        ("POST", "/account/sessions/end", {}),
        ("POST", START, {"data": {"student": "2"}}),
        ("POST", "/courses/dl/settings", {}),
        ("POST", "/login", {"data": {"email": "root@example.org", "password": classroom.PASSWORD}}),
    ],
)
def test_nothing_can_be_sent_or_changed(ines: Visitor, session: Session, method: str, path: str, content: dict):
    def rows() -> list[int]:
        return [read(session, select(func.count()).select_from(kind))[0] for kind in (Submission, Draft, ApiToken)]

    before, hashes = rows(), read(session, select(User.password_hash))
    headers = {"X-CSRFToken": ines.csrf_token()}
    answer = ines.client.open(path, method=method, headers=headers, **content)
    assert answer.status_code == 403
    assert "cannot submit or change anything" in answer.text
    assert rows() == before
    assert read(session, select(User.password_hash)) == hashes
    assert BANNER in ines.get("/courses/dl").text
    assert actions(session) == ["view_as.started"]


@pytest.mark.parametrize(
    "path",
    ["/account", "/courses/other", "/courses/new", "/courses/dl/gradebook", "/courses/dl/settings", START, "/login"],
)
def test_pages_that_are_not_the_students_in_this_course_are_refused(ines: Visitor, path: str):
    assert ines.get(path).status_code == 403


def test_other_courses_of_the_student_stay_theirs(ines: Visitor, session: Session, room: Classroom):
    session.add(Enrollment(course_id=room.other_course.id, user_id=room.ada.id, role=Role.STUDENT))
    unit = Assignment(course_id=room.other_course.id, position=0, title="Elsewhere")
    session.add(unit)
    session.flush()
    item = AssignmentExercise(assignment_id=unit.id, slug="sgd", position=0)
    session.add(item)
    session.flush()
    submission = classroom.submit(session, room.ada, item, reports.accepted())
    for path in (
        f"/submissions/{submission.public_id}",
        f"/submissions/{submission.public_id}/state",
        "/courses/other",
    ):
        assert ines.get(path).status_code == 403
    own = classroom.submit(session, room.ben, room.items["linear"], reports.accepted())
    assert ines.get(f"/submissions/{own.public_id}").status_code == 403
    assert ines.get("/").headers["Location"] == "/courses/dl"


def test_the_start_and_the_end_are_recorded_and_the_end_gives_everything_back(
    ines: Visitor, session: Session, room: Classroom
):
    assert ines.post("/view-as/end").headers["Location"] == START
    assert BANNER not in ines.get("/courses/dl").text
    assert ines.get("/courses/dl/gradebook").status_code == 200
    assert actions(session) == ["view_as.started", "view_as.ended"]
    event = read(session, select(AuditEvent).where(AuditEvent.action == "view_as.started"))[0]
    assert (event.actor_id, event.subject, event.course_id) == (room.ines.id, f"user:{room.ada.id}", room.course.id)


@pytest.mark.parametrize("who", ["ines", "amy", "root", "otto", "cleo"])
def test_only_students_of_the_course_can_be_chosen(visit, session: Session, room: Classroom, who: str):
    ines: Visitor = visit("ines")
    answer = ines.post(START, {"student": str(getattr(room, who).id)})
    assert answer.status_code == 422
    assert "as one of its current students" in answer.text
    assert ines.get("/courses/dl/gradebook").status_code == 200
    assert actions(session) == []


def test_an_admin_who_is_enrolled_as_a_student_cannot_be_chosen(visit, session: Session, room: Classroom):
    session.add(Enrollment(course_id=room.course.id, user_id=room.root.id, role=Role.STUDENT))
    session.commit()
    assert visit("ines").post(START, {"student": str(room.root.id)}).status_code == 422


@pytest.mark.parametrize("number", ["", "x", "-1", "99999999999999999999"])
def test_what_is_no_id_is_nobody(visit, number: str):
    assert visit("ines").post(START, {"student": number}).status_code == 404


def test_it_ends_after_half_an_hour(ines: Visitor, monkeypatch: pytest.MonkeyPatch, session: Session):
    now = impersonation.time.time()
    monkeypatch.setattr(impersonation.time, "time", lambda: now + 29 * 60)
    assert BANNER in ines.get("/courses/dl").text
    monkeypatch.setattr(impersonation.time, "time", lambda: now + 31 * 60)
    page = ines.get("/courses/dl").text
    assert BANNER not in page
    assert "You are viewing the course as yourself again" in page
    assert "Assignments</a>" in page


def test_what_is_sent_after_the_end_is_not_sent_as_oneself(
    ines: Visitor, monkeypatch: pytest.MonkeyPatch, session: Session
):
    token, now = ines.csrf_token(), impersonation.time.time()
    monkeypatch.setattr(impersonation.time, "time", lambda: now + 31 * 60)
    data = {"csrf_token": token, "source": "x = 1", "purpose": "submit"}
    answer = ines.client.post(f"{EXERCISE}/submissions", data=data)
    assert answer.status_code == 403
    assert "Nothing was sent" in answer.text
    assert read(session, select(func.count()).select_from(Submission)) == [0]


@pytest.mark.parametrize("loss", ["right", "enrollment", "student", "promotion"])
def test_it_ends_when_the_right_or_the_student_is_lost(ines: Visitor, session: Session, room: Classroom, loss: str):
    who = room.ines if loss in {"right", "enrollment"} else room.ada
    values = {
        "right": {"role": Role.ASSISTANT},
        "enrollment": {"dropped_at": room.now},
        "student": {"dropped_at": room.now},
        "promotion": {"role": Role.ASSISTANT},
    }
    where = (Enrollment.user_id == who.id, Enrollment.course_id == room.course.id)
    session.execute(update(Enrollment).where(*where).values(**values[loss]))
    session.commit()
    answer = ines.get("/courses/dl")
    assert answer.status_code == (404 if loss == "enrollment" else 200)
    assert BANNER not in answer.text


def test_it_ends_with_logging_out(ines: Visitor, room: Classroom):
    assert ines.post("/logout").status_code == 302
    ines.client.post(
        "/login", data={"csrf_token": ines.csrf_token(), "email": "ines@example.org", "password": classroom.PASSWORD}
    )
    page = ines.get("/courses/dl")
    assert page.status_code == 200
    assert BANNER not in page.text


def test_the_api_of_whoever_looks_is_theirs(ines: Visitor, app, session: Session, room: Classroom):
    from server.accounts.tokens import create_token

    _token, secret = create_token(session, session.get_one(User, room.ines.id), "x")
    session.commit()
    answer = ines.get("/api/v1/courses", headers={"Authorization": f"Bearer {secret}"})
    plain = app.test_client().get("/api/v1/courses", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.data) == (plain.status_code, plain.data)


def test_a_hostile_name_in_the_banner_stays_text(visit, session: Session, room: Classroom):
    session.get_one(User, room.ada.id).name = "<script>alert(1)</script>"
    session.commit()
    ines: Visitor = visit("ines")
    ines.post(START, {"student": str(room.ada.id)})
    page = ines.get("/courses/dl").text
    assert "<script>alert" not in page
    assert "as <strong>&lt;script&gt;alert(1)" in page


def test_a_name_that_is_too_long_finds_nobody_rather_than_everybody(visit):
    page = visit("ines").get(f"{START}?name={'ada' * 40}").text
    assert "Ada Lovelace" not in page
