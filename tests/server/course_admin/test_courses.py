"""Making and copying courses, their settings, announcements, the audit log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exercises import catalog
from server.accounts.audit import record
from server.accounts.models import AuditEvent
from server.course_admin import audit_page, copying
from server.course_admin.forms import suggest
from server.courses import announcements
from server.courses.models import Announcement, Assignment, AttemptPolicy, Course, Enrollment, LatePolicy, Role
from server.scores.models import Score
from tests.server import classroom, reports
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor
from tests.server.course_admin.page import filled, read

NEW, SETTINGS, SAID, LOG = "/courses/new", "/courses/dl/settings", "/courses/dl/announcements", "/courses/dl/audit"


def make(visitor: Visitor, **typed: str):
    return visitor.client.post(NEW, data=filled(visitor.get(NEW).text, "slug", **typed))


def units(session: Session, slug: str) -> list[Assignment]:
    query = select(Assignment).join(Course, Course.id == Assignment.course_id).where(Course.slug == slug)
    return read(session, query.order_by(Assignment.position))


def test_an_empty_course_gets_its_address_from_the_title_and_its_creator_teaches_it(
    visit, session: Session, room: Classroom
):
    ines: Visitor = visit("ines")
    answer = make(ines, title="Tiefes Lernen für alle", term="2027", timezone="Asia/Kolkata")
    assert answer.headers["Location"] == "/courses/tiefes-lernen-fur-alle/assignments"
    made = read(session, select(Course).where(Course.slug == "tiefes-lernen-fur-alle"))[0]
    assert (made.title, made.term, made.timezone) == ("Tiefes Lernen für alle", "2027", "Asia/Kolkata")
    people = read(session, select(Enrollment).where(Enrollment.course_id == made.id))
    assert [(one.user_id, one.role) for one in people] == [(room.ines.id, Role.INSTRUCTOR)]
    session.commit()
    assert units(session, "tiefes-lernen-fur-alle") == []
    assert ines.get("/courses/tiefes-lernen-fur-alle").status_code == 200


def test_a_new_course_starts_with_the_time_zone_of_the_newest_course(visit, session: Session, room: Classroom):
    ines: Visitor = visit("ines")
    page = ines.get(NEW).text
    assert filled(page, "slug")["timezone"] == ["Europe/Berlin"]
    assert "data-browser-zone" not in page
    make(ines, title="First", timezone="Asia/Kolkata")
    assert filled(ines.get(NEW).text, "slug")["timezone"] == ["Asia/Kolkata"]
    assert filled(ines.get(f"{NEW}?copy=dl").text, "slug")["timezone"] == ["Europe/Berlin"]


def test_without_a_course_the_browser_gives_the_time_zone(visit, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(copying, "sources", lambda *_: [])  # as for the administrator of a new server
    page = visit("root").get(NEW).text
    assert "data-browser-zone" in page
    assert filled(page, "slug")["timezone"] == ["UTC"]  # without JavaScript


def test_the_catalog_is_due_a_unit_a_week_at_the_same_time_of_day(visit, session: Session):
    answer = make(visit("otto"), title="All", timezone="Europe/Berlin", start="catalogue", first_due="2026-10-20")
    assert answer.status_code == 303, answer.text
    found = units(session, "all")
    assert [one.title for one in found] == [unit.title for unit in catalog().units]
    # 23:59 in Berlin: UTC+2 until the 25th, UTC+1 from then on.
    assert found[0].due_at == datetime(2026, 10, 20, 21, 59, tzinfo=UTC)
    assert found[1].due_at == datetime(2026, 10, 27, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Title is empty"),
        ({"slug": "dl"}, "There is already a course with the short name &#39;dl&#39;."),
        ({"slug": "new"}, "are reserved"),
        ({"slug": "No Way"}, "is not allowed. Use at most 60"),
        ({"slug": "../x"}, "is not allowed. Use at most 60"),
        ({"title": "深度学习"}, "is not allowed. Use at most 60"),
        ({"timezone": "Mars/Base"}, "“Mars/Base” is not one of"),
        ({"start": "catalogue"}, "Enter the first due date"),
        ({"start": "catalogue", "first_due": "31.12.2026"}, "“31.12.2026” is not a date"),
        ({"start": "copy:other"}, "“copy:other” is not one of"),  # Ines does not teach it
    ],
)
def test_a_course_that_cannot_be_is_not_made(visit, session: Session, typed: dict[str, str], said: str):
    answer = make(visit("ines"), **{"title": "Fine", **typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert read(session, select(Course.slug).order_by(Course.id)) == ["dl", "other"]


def test_a_suggested_address_is_one():
    assert suggest("  Deep Learning: an introduction! ") == "deep-learning-an-introduction"
    assert suggest("Größen, GRÖẞE: Øre & Łódź") == "grossen-grosse-ore-lodz"
    assert suggest("x" * 59 + " yz") == "x" * 59  # cut at 60, and no dash at the end


def test_a_copy_has_everything_but_people_and_their_work(visit, session: Session, room: Classroom):
    course = session.get_one(Course, room.course.id)
    course.grace_days, course.help_steps = 3, 1
    first, second = (session.get_one(Assignment, room.items[slug].assignment_id) for slug in ("relu", "linear"))
    first.due_at = datetime(2026, 3, 20, 22, 59, tzinfo=UTC)  # 23:59 in Berlin, winter time
    first.late_policy, first.attempt_policy, first.cooldown_s = LatePolicy.GRACE, AttemptPolicy.LAST, 90
    second.due_at, second.opens_at = datetime(2026, 3, 27, 22, 59, tzinfo=UTC), datetime(2026, 3, 13, 7, tzinfo=UTC)
    said = [Announcement(course_id=course.id, author_id=room.amy.id, title=title, text="x") for title in "ab"]
    said[1].withdrawn_at = room.now
    session.add_all(said)
    session.commit()
    classroom.submit(session, room.ada, room.items["linear"], reports.accepted())
    ines: Visitor = visit("ines")
    page = ines.get(f"{NEW}?copy=dl").text
    data = filled(page, "slug", slug="dl-next", first_due="2026-04-03", announcements="y")
    assert data["start"] == ["copy:dl"]
    assert ines.client.post(NEW, data=data).status_code == 303
    copied = read(session, select(Course).where(Course.slug == "dl-next"))[0]
    assert (copied.grace_days, copied.help_steps, copied.timezone) == (3, 1, "Europe/Berlin")
    found = units(session, "dl-next")
    assert [[item.slug for item in one.exercises] for one in found] == [
        ["chain_rule", "sigmoid", "relu"], ["linear"], ["adam"],
    ]  # fmt: skip
    session.commit()
    # Fourteen days later and still 23:59 and 08:00 in Berlin, by now in summer time.
    assert found[0].due_at == datetime(2026, 4, 3, 21, 59, tzinfo=UTC)
    assert found[1].due_at == datetime(2026, 4, 10, 21, 59, tzinfo=UTC)
    assert found[1].opens_at == datetime(2026, 3, 27, 7, 0, tzinfo=UTC)
    assert (found[0].late_policy, found[0].attempt_policy, found[0].cooldown_s) == ("grace", "last", 90)
    assert read(session, select(Announcement.title).where(Announcement.course_id == copied.id)) == ["a"]
    assert read(session, select(Enrollment.user_id).where(Enrollment.course_id == copied.id)) == [room.ines.id]
    assert (
        read(session, select(Score.id).where(Score.assignment_exercise_id.in_([i.id for i in found[1].exercises])))
        == []
    )


def test_a_change_of_the_grace_budget_is_shown_first_and_undone_from_the_page(visit, session: Session, room: Classroom):
    unit = session.get_one(Assignment, room.items["relu"].assignment_id)
    unit.late_policy, unit.late_percent = LatePolicy.GRACE, 10
    session.commit()
    # In the first day after it was due four days ago.
    at = room.now - timedelta(days=3, hours=12)
    classroom.submit(session, room.ada, room.items["relu"], reports.accepted(), received_at=at)
    ines: Visitor = visit("ines")
    shown = ines.client.post(SETTINGS, data=filled(ines.get(SETTINGS).text, "grace_days", term="Summer"))
    assert shown.status_code == 303  # the term moves no score
    session.execute(Score.__table__.update().values(points=90))
    session.commit()
    shown = ines.client.post(SETTINGS, data=filled(ines.get(SETTINGS).text, "grace_days", grace_days="2"))
    assert shown.status_code == 200
    assert 'data-scores="1" data-students="1"' in shown.text
    assert read(session, select(Course.grace_days).where(Course.slug == "dl")) == [0]
    assert ines.client.post(SETTINGS, data=filled(shown.text, "shown")).status_code == 303
    assert read(session, select(Score.points)) == [100]
    page = ines.get(SETTINGS).text
    assert "grace days: 0 → 2" in page
    event = read(session, select(AuditEvent).order_by(AuditEvent.id.desc()))[0]
    asked = ines.post(f"{LOG}/{event.id}/undo")
    assert ines.client.post(f"{LOG}/{event.id}/undo", data=filled(asked.text, "shown")).status_code == 303
    assert read(session, select(Score.points)) == [90]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"grace_days": "-1"}, "“-1” is not a whole"),
        ({"help_steps": "4"}, "“4” is not one of"),
        ({"title": ""}, "Title is empty"),
    ],
)
def test_settings_that_cannot_be_are_refused(visit, session: Session, typed: dict[str, str], said: str):
    ines: Visitor = visit("ines")
    answer = ines.client.post(SETTINGS, data=filled(ines.get(SETTINGS).text, "grace_days", **{"term": "T", **typed}))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="T"' in answer.text
    assert read(session, select(Course.term).where(Course.slug == "dl")) == [""]


def test_an_announcement_is_on_the_course_page_until_it_is_withdrawn(visit, session: Session, room: Classroom):
    amy, ada = visit("amy"), visit("ada")
    for number in range(4):
        text = "A *word* with $x^2$ and [a link](javascript:alert(1)) <script>alert(1)</script>"
        assert amy.post(SAID, {"title": f"News {number}", "text": text}).status_code == 303
    page = ada.get("/courses/dl").text
    assert [f"News {number}" in page for number in range(4)] == [False, True, True, True]
    assert page.index("News 3") < page.index("News 1")
    assert "All announcements (4)" in page
    assert "<em>word</em>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "Amy Assistant" in page
    newest = read(session, select(Announcement).order_by(Announcement.id.desc()))[0]
    assert amy.post(f"{SAID}/{newest.id}", {"title": "Better news", "text": "T"}).status_code == 303
    assert "Better news" in ada.get(SAID).text
    assert amy.post(f"{SAID}/{newest.id}/withdraw").status_code == 303
    assert "Better news" not in ada.get("/courses/dl").text + ada.get(SAID).text
    assert "Better news" in amy.get(SAID).text
    assert amy.post(f"{SAID}/{newest.id}/restore").status_code == 303
    assert "Better news" in ada.get("/courses/dl").text
    wanted = ["announcement.made"] * 4 + ["announcement.changed", "announcement.withdrawn", "announcement.restored"]
    query = select(AuditEvent.action).where(AuditEvent.course_id == room.course.id).order_by(AuditEvent.id)
    assert read(session, query) == wanted


def test_a_preview_shows_the_announcement_and_stores_nothing(visit, session: Session, room: Classroom):
    amy: Visitor = visit("amy")
    typed = {"title": "News & more", "text": "An *em* <b>\n\n![a plot](https://x.example/p.png)"}
    assert amy.post(SAID, {"title": "Old title", "text": "Old text"}).status_code == 303
    one = read(session, select(Announcement))[0]
    for path in (SAID, f"{SAID}/{one.id}"):
        shown = amy.post(path, {**typed, "step": "preview"})
        assert shown.status_code == 200
        preview = shown.text[shown.text.index("data-preview") :]
        assert "News &amp; more</h2>" in preview
        assert "<em>em</em> &lt;b&gt;" in preview
        assert "a plot</span>" in preview
        assert 'value="News &amp; more"' in shown.text  # what was typed is still in the form
        assert "An *em* &lt;b&gt;" in shown.text
        assert amy.post(path, {"title": "", "text": "x", "step": "preview"}).status_code == 422
        assert "data-preview" not in amy.get(path).text
    assert [(one.title, one.text) for one in read(session, select(Announcement))] == [("Old title", "Old text")]
    assert "News" not in visit("ada").get(SAID).text


def test_a_text_that_takes_long_to_render_is_refused_and_an_old_one_is_shown_as_typed(
    visit, session: Session, room: Classroom
):
    text = "![" * 1_000
    answer = visit("amy").post(SAID, {"title": "T", "text": text})
    assert answer.status_code == 422
    assert "square brackets: 1,000 (at most 800)" in answer.text
    session.add(Announcement(course_id=room.course.id, author_id=room.amy.id, title="Old", text=text))
    session.commit()
    assert f"<pre>{text}</pre>" in visit("ada").get("/courses/dl").text


def test_announcements_come_in_pages_and_are_rendered_once(
    visit, session: Session, room: Classroom, monkeypatch: pytest.MonkeyPatch
):
    for number in range(2 * announcements.PAGE_SIZE + 1):
        one = Announcement(
            course_id=room.course.id, author_id=room.amy.id, title=f"<{number}>", text=f"*{number}* once"
        )
        session.add(one)
    session.commit()
    texts: list[str] = []
    render = announcements.render
    monkeypatch.setattr(announcements, "render", lambda text: texts.append(text) or render(text))
    ada = visit("ada")
    for _ in range(2):
        for page, count in ((1, 10), (2, 10), (3, 1), (99, 1)):
            assert ada.get(f"{SAID}?page={page}").text.count("<article") == count
        ada.get("/courses/dl")
    assert sorted(texts) == sorted(f"*{number}* once" for number in range(21))


@pytest.mark.parametrize("formula", [r"$\foo$", r"$x^$", r"$\begin{matrix}$"])
def test_a_formula_that_cannot_be_shown_is_refused_and_breaks_no_page(
    visit, session: Session, room: Classroom, formula: str
):
    amy: Visitor = visit("amy")
    answer = amy.post(SAID, {"title": "T", "text": f"typed {formula}"})
    assert answer.status_code == 422
    assert "A formula cannot be rendered" in answer.text
    assert f"typed {formula}" in answer.text
    session.add(Announcement(course_id=room.course.id, author_id=room.amy.id, title="Old", text=f"<b> {formula}"))
    session.commit()
    page = visit("ada").get("/courses/dl")
    assert page.status_code == 200
    assert f"<pre>&lt;b&gt; {formula}</pre>" in page.text


def test_another_courses_announcement_is_not_there(visit, session: Session, room: Classroom):
    foreign = Announcement(course_id=room.other_course.id, author_id=room.otto.id, title="Secret", text="x")
    session.add(foreign)
    session.commit()
    amy: Visitor = visit("amy")
    for path in ("", "/withdraw", "/restore"):
        assert amy.post(f"{SAID}/{foreign.id}{path}", {"title": "Mine", "text": "x"}).status_code == 404
    assert "Secret" not in amy.get(SAID).text
    refused = amy.post(SAID, {"title": "", "text": "typed"})
    assert refused.status_code == 422
    assert "typed" in refused.text


def entries(session: Session, room: Classroom, count: int) -> None:
    for number in range(count):
        at = datetime(2026, 5, 1 + number // 24, number % 24, 30, tzinfo=UTC)
        actor = room.ines if number % 2 else room.amy
        record(
            session, actor, f"thing.{'odd' if number % 2 else 'even'}", subject=f"thing:{number}", course_id=1
        ).at = at
    record(session, room.otto, "thing.elsewhere", subject="thing:x", course_id=room.other_course.id)
    record(session, room.ines, "account.login", subject="user:3")
    session.commit()


def test_the_audit_log_comes_in_pages_newest_first_and_of_this_course_alone(visit, session: Session, room: Classroom):
    entries(session, room, 60)
    course = session.get_one(Course, room.course.id)
    first = audit_page.page(session, course, audit_page.Filters())
    assert [line.event.subject for line in first.lines] == [f"thing:{number}" for number in range(59, 9, -1)]
    rest = audit_page.page(session, course, audit_page.Filters(before=first.next_before))
    assert [line.event.subject for line in rest.lines] == [f"thing:{number}" for number in range(9, -1, -1)]
    assert rest.next_before is None
    session.commit()
    page = visit("ines").get(LOG).text
    assert "elsewhere" not in page
    assert "thing: odd" in page
    assert "Older" in page


def test_the_filters_of_the_audit_log_are_in_its_address(visit, session: Session, room: Classroom):
    entries(session, room, 60)
    ines: Visitor = visit("ines")
    odd = ines.get(f"{LOG}?who={room.ines.id}&action=thing.odd").text
    assert "thing 59" in odd
    assert "thing 58" not in odd
    # The 2nd of May in Berlin begins at 22:00 UTC of the 1st: entries 22 (22:30) to 45 (21:30 of the 2nd).
    day = ines.get(f"{LOG}?from=2026-05-02&to=2026-05-02").text
    assert [f"thing {number}<" in day for number in (21, 22, 45, 46)] == [False, True, True, False]
    assert "“May” is not a date" in ines.get(f"{LOG}?from=May").text
    assert "No entries match" in ines.get(f"{LOG}?action=nothing").text


def test_an_entry_that_cannot_be_undone_is_not_and_another_courses_is_not_there(
    visit, session: Session, room: Classroom
):
    entries(session, room, 1)
    own, foreign = (
        read(session, select(AuditEvent.id).where(AuditEvent.subject == name))[0] for name in ("thing:0", "thing:x")
    )
    ines: Visitor = visit("ines")
    assert ines.post(f"{LOG}/{own}/undo").status_code == 422
    assert ines.post(f"{LOG}/{foreign}/undo").status_code == 404
