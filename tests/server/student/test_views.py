"""The student's pages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

import exercises
from grader.report import Verdict
from server.courses.models import Assignment, AssignmentExercise, FeedbackTime
from server.courses.terms import terms
from server.submissions import labels
from server.submissions.models import Draft, JobState, Purpose
from tests.factories import enroll, make_assignment, make_course
from tests.server import classroom, reports
from tests.server.classroom import SOURCE, Classroom
from tests.server.conftest import Visitor

Visit = Callable[..., Visitor]
PAGE = "/courses/dl/exercises/linear"


def source_in(page: str) -> str:
    import html

    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return html.unescape(found.group(1))


def test_a_student_of_one_course_starts_there_and_its_instructor_at_the_gradebook(visit: Visit):
    assert visit("ada").get("/").location == "/courses/dl"
    assert visit("ines").get("/").location == "/courses/dl/gradebook"


def test_the_pages_of_the_account_lead_back_to_the_courses(visit: Visit, session: Session, room: Classroom):
    ada, ines = visit("ada"), visit("ines")
    link = re.compile(r'<nav aria-label="Main">(.*?)</nav>', re.DOTALL)
    for page in ("/account", "/account/activity"):
        assert '<a href="/courses/dl">Foundations of Deep Learning</a>' in link.search(ada.get(page).text)[1]
    assert 'href="/courses/dl/gradebook"' in link.search(ines.get("/account").text)[1]
    for number in range(4):
        enroll(session, make_course(session, f"more{number}", "More").id, room.ada)
    session.commit()
    assert re.findall(r">([^<]+)</a>", link.search(ada.get("/account").text)[1]) == ["Courses", "Playground"]


def test_the_course_page_opens_with_what_to_do_next(visit: Visit):
    page = visit("ada").get("/courses/dl").text
    assert page.index("Open Linear") < page.index("<h2>Functions")
    assert "in 3 days" in page
    assert 'href="/courses/dl/exercises/adam"' not in page  # not open yet
    assert 'href="/courses/dl/exercises/adam"' in visit("ines").get("/courses/dl").text


def test_the_exercise_page_works_as_a_plain_form(visit: Visit):
    page = visit("ada").get(PAGE).text
    assert f'<form id="code-form" method="post" action="{PAGE}/submissions">' in page
    for field in ('name="csrf_token"', 'name="client_key"', 'name="source"', 'value="check"', 'value="submit"'):
        assert field in page
    assert "<math" in page  # formulas do not need a script either


@pytest.mark.parametrize("have", ["nothing", "submission", "draft"])
def test_the_editor_starts_with_the_draft_else_the_last_source_else_the_starter(
    visit: Visit, session: Session, room: Classroom, have: str
):
    item = room.items["linear"]
    expected = exercises.load("linear").starter
    if have != "nothing":
        classroom.submit(session, room.ada, item, reports.raises(), source="\n\n# <sent> & kept\n")
        expected = "\n\n# <sent> & kept\n"
    if have == "draft":
        session.add(Draft(user_id=room.ada.id, assignment_exercise_id=item.id, source="# drafted", version=7))
        session.commit()
        expected = "# drafted"
    page = visit("ada").get(PAGE).text
    assert source_in(page) == expected
    assert f'data-draft-version="{7 if have == "draft" else 0}"' in page


def test_a_reload_shows_the_last_result_with_its_diagnosis(visit: Visit, session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    page = visit("ada").get(PAGE).text
    assert "The bias gradient is not summed over the batch." in page
    assert "expected (5,), got (8, 5)" in page
    assert "best <b" in page
    assert "70/100" in page


def test_a_result_names_nothing_by_what_it_is_called_inside_the_grader(visit: Visit, session: Session, room: Classroom):
    report = reports.unsummed_bias()
    submission = classroom.submit(session, room.ada, room.items["linear"], report)
    page = visit("ada").get(f"/submissions/{submission.public_id}/panel").text
    text = re.sub(r"<[^>]*>", " ", page)
    inside = [report["diagnoses"][0]["id"], *(check["id"] for check in report["checks"])]
    assert inside
    tier, engine = report["fingerprint"]["sandbox_tier"], report["fingerprint"]["engine_version"]
    assert [name for name in (*inside, "engine", f" {tier} ", f" {engine} ") if name in text] == []
    assert f'data-engine="{engine}"' in page  # for whoever looks into a grade


@pytest.mark.parametrize(
    ("worth", "said"), [("100", ""), ("10", "is worth 10 points."), ("0.5", "is worth 0.5 points.")]
)
def test_the_page_says_what_the_100_points_of_a_report_are_worth(
    visit: Visit, session: Session, room: Classroom, worth: str, said: str
):
    session.get_one(AssignmentExercise, room.items["linear"].id).max_points = Decimal(worth)
    session.commit()
    page = visit("ada").get(PAGE).text
    assert ("data-worth" in page) == bool(said)
    assert said in page


def test_one_student_does_not_see_anothers_result_or_source(visit: Visit, session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias(), source="# secret of Ada")
    page = visit("ben").get(PAGE).text
    assert "secret of Ada" not in page
    assert "not summed" not in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (JobState.QUEUED, "Waiting"),
        (JobState.RUNNING, "Being graded"),
        (JobState.ERROR, labels.OUR_FAULT),
        (JobState.SUPERSEDED, "Replaced by a newer submission"),
    ],
)
def test_every_state_has_its_words(visit: Visit, session: Session, room: Classroom, state: JobState, words: str):
    submission = classroom.submit(session, room.ada, room.items["linear"], state=state)
    ada = visit("ada")
    for path in (PAGE, f"/submissions/{submission.public_id}", f"/submissions/{submission.public_id}/panel"):
        assert words in ada.get(path).text


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_can_be_shown(visit: Visit, session: Session, room: Classroom, verdict: Verdict):
    report = reports.report(verdict, (reports.LOADS, reports.check("forward.output", verdict, 0, 30, "A sentence.")))
    submission = classroom.submit(session, room.ada, room.items["linear"], report)
    ada = visit("ada")
    assert ada.get(f"/submissions/{submission.public_id}").status_code == 200
    assert ada.get(f"{PAGE}/attempts").status_code == 200


def test_a_waiting_result_reloads_itself_without_a_script(visit: Visit, session: Session, room: Classroom):
    waiting = classroom.submit(session, room.ada, room.items["linear"])
    done = classroom.submit(session, room.ada, room.items["linear"], reports.accepted())
    refresh = '<noscript><meta http-equiv="refresh"'
    assert refresh in visit("ada").get(f"/submissions/{waiting.public_id}").text
    assert refresh not in visit("ada").get(f"/submissions/{done.public_id}").text


def test_a_check_says_that_it_used_no_attempt_and_is_not_listed(visit: Visit, session: Session, room: Classroom):
    check = classroom.submit(
        session, room.ada, room.items["linear"], reports.unsummed_bias(), purpose=Purpose.CHECK, source="# only a check"
    )
    ada = visit("ada")
    assert "did not use an attempt" in ada.get(f"/submissions/{check.public_id}").text
    page = ada.get(f"{PAGE}/attempts").text
    assert "Nothing submitted yet." in page


def test_attempts_show_code_marks_and_what_changed(visit: Visit, session: Session, room: Classroom):
    item = room.items["linear"]
    classroom.submit(session, room.ada, item, reports.raises(11), source=SOURCE.replace("weight.T", "weight"))
    classroom.submit(session, room.ada, item, reports.unsummed_bias())
    ada = visit("ada")
    page = ada.get(f"{PAGE}/attempts").text
    assert "What changed since submission 1" in page
    assert page.count('<tr class="removed">') == page.count('<tr class="added">') == 1
    assert "counts" in page
    first = ada.get(f"{PAGE}/attempts?attempt={1:024x}").text
    assert '<tr class="marked"><td class="no">11</td>' in first
    assert "ValueError: matmul" in first


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["cubic to compare", "blank lines", "escapes"])
def test_a_source_that_is_costly_to_show_costs_the_pages_little(
    visit: Visit, session: Session, room: Classroom, kind: str
):
    before, after = {
        "cubic to compare": [
            "".join("#\n" if k % 2 else f"#{k + first}\n" for k in range(2_000)) for first in (0, 2_000)
        ],
        "blank lines": [" \n" * 10_000, "x\n" + " \n" * 10_000 + "y\n"],
        "escapes": ["'\\N{" * 20_000, "'\\N{" * 19_999],
    }[kind]
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias(), source=before)
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias(), source=after)
    pages = [
        (visit("ada"), f"{PAGE}/attempts"),
        (visit("ada"), f"/submissions/{2:024x}"),
        (visit("ines"), f"/courses/dl/gradebook/{room.ada.id}/linear"),
    ]
    for visitor, page in pages:
        began = time.process_time()
        answer = visitor.get(page)
        assert answer.status_code == 200
        assert time.process_time() - began < 2  # without limits, 10 to 50 s
        if kind != "escapes" and "submissions" not in page:
            assert (
                "too different to compare line by line. Submission 2 is shown above. Submission 1 is shown below."
                in answer.text
            )
            assert 'aria-label="Lines of submission 1"' in answer.text


def test_a_comment_has_a_row_of_its_own_in_a_very_long_source(visit: Visit, session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias(), source="x = 1\n" * 20_000)
    ines = visit("ines")
    for line in ("", "15000"):
        cell = f"/courses/dl/gradebook/{room.ada.id}/linear"
        form = {"attempt": f"{1:024x}", "line": line, "text": f"at <{line}>"}
        assert ines.post(f"{cell}/comments", form).status_code == 303
    page = visit("ada").get(f"{PAGE}/attempts").text
    marked = re.findall(
        r'<tr class="noted"><td class="no">([0-9]+)</td><td>x = 1  <span[^>]*>← [^<]*at &lt;15000', page
    )
    assert marked == ["15000"]
    assert page.count("x = 1") == 20_000


def test_an_exercise_that_is_not_installed_is_said_clearly(visit: Visit, session: Session, room: Classroom):
    session.get(type(room.items["linear"]), room.items["linear"].id).slug = "not_installed"
    session.commit()
    ada = visit("ada")
    answer = ada.get("/courses/dl/exercises/not_installed")
    assert answer.status_code == 404
    assert "is not installed on this server" in answer.text
    assert ada.get("/courses/dl").status_code == 200


def test_a_person_without_a_course_is_told_what_to_do(visit: Visit, session: Session, room: Classroom):
    from server.courses.models import Enrollment

    session.query(Enrollment).filter_by(user_id=room.ada.id).delete()
    session.commit()
    assert "not enrolled" in visit("ada").get("/").text


@pytest.mark.parametrize(("cookie", "attribute"), [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"')])
def test_the_server_sends_the_chosen_theme_so_that_nothing_flashes(visit: Visit, cookie: str, attribute: str):
    visitor = visit()
    visitor.client.set_cookie("theme", cookie)
    assert attribute in visitor.get("/login").text
    visitor.client.set_cookie("theme", '"><script>')
    assert "data-theme" not in visitor.get("/login").text.split("<body")[0]


def test_an_exercise_that_opens_later_says_when_and_nothing_of_roles(visit: Visit):
    answer = visit("ada").get("/courses/dl/exercises/adam")
    assert answer.status_code == 403
    assert "not open yet" in answer.text
    assert "role" not in answer.text.split("<main")[1].replace('role="', "")


def test_the_page_says_before_a_check_that_results_come_later(visit: Visit, session: Session, room: Classroom):
    assert "data-results-later" not in visit("ada").get(PAGE).text
    session.get_one(Assignment, room.items["linear"].assignment_id).feedback = FeedbackTime.AFTER_DUE
    session.commit()
    assert "data-results-later" in visit("ada").get(PAGE).text
    assert "data-results-later" not in visit("ines").get(PAGE).text


def test_the_list_of_courses_tells_courses_of_the_same_title_apart(visit, session: Session, room: Classroom):
    past, later = (make_course(session, slug, "Foundations", timezone="Asia/Tokyo") for slug in ("past", "later"))
    later.term = "Winter 2099/00"
    for course, day in ((past, datetime(2020, 1, 7, 16, 0, tzinfo=UTC)), (later, datetime(2099, 12, 1, tzinfo=UTC))):
        make_assignment(session, course, {}, due_at=day)
        make_assignment(session, course, {}, position=1, due_at=day + timedelta(days=7))
        make_assignment(session, course, {}, position=2)
        enroll(session, course, room.ada)
    enroll(session, make_course(session, "undated", "Undated"), room.ada)
    session.commit()
    said = dict(re.findall(r'data-about="([^"]+)">([^<]*)<', visit("ada").get("/").text))
    assert said["past"] == "ended 15 Jan 2020 · student"
    assert said["later"] == "Winter 2099/00 · due 1 Dec 2099 to 8 Dec 2099 · student"
    assert said["undated"] == "student"


def test_a_course_ends_when_the_last_assignment_closes(session: Session, room: Classroom):
    course = make_course(session, "one")
    due, closes = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 9, tzinfo=UTC)
    make_assignment(session, course, {}, due_at=due, closes_at=closes)
    found = terms(session, [course.id])[course.id]
    assert found.words("UTC", closes - timedelta(hours=1)) == "due 1 May 2026"
    assert found.words("UTC", closes) == "ended 9 May 2026"
