"""Password links for everyone who has no password: from an import, and for the whole course."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from server.accounts.models import AuditEvent, User
from server.accounts.passwords import UNUSABLE
from server.courses.models import Course, Enrollment, Role, RosterImport
from server.roster import password_links
from server.roster.errors import RosterError
from server.roster.import_apply import apply_import
from server.roster.import_history import undo_import
from server.roster.password_links import links_csv, users_of, waiting_in
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor
from tests.server.roster.conftest import someone

PEOPLE = "/courses/dl/people"
TEXT = "email,name\n" + "".join(f"s{n}@x.org,Student {n}\n" for n in range(3))
ALL = ["s0@x.org", "s1@x.org", "s2@x.org"]
NEW = {"new": "my own long secret", "again": "my own long secret"}


def roster(session: Session, actor: User, course: Course, text: str = TEXT) -> RosterImport:
    _, done = apply_import(session, actor, course, text, drop_missing=False, digest=None)
    session.commit()
    return done


def page_of(done: RosterImport, course: str = "dl") -> str:
    return f"/courses/{course}/people/import/{done.id}"


def links(visitor: Visitor, path: str) -> dict[str, str]:
    """The links in the file, by address."""
    answer = visitor.post(path)
    assert answer.mimetype == "text/csv", answer.text
    rows = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    return {row["email"]: re.sub("https?://[^/]+", "", row["link"]) for row in rows}


def without_password(session: Session, *users: User) -> None:
    for user in users:
        session.get_one(User, user.id).password_hash = UNUSABLE
    session.commit()


def find(session: Session, email: str) -> User:
    return session.scalars(select(User).where(User.email == email)).one()


def test_after_an_undo_the_next_import_has_links_again(visit, session, room: Classroom):
    first = roster(session, room.ines, room.course)
    undo_import(session, room.ines, room.course, first)
    session.commit()
    second = roster(session, room.ines, room.course)
    ines: Visitor = visit("ines")
    assert 'data-waiting="3"' in ines.get(page_of(second)).text
    made = links(ines, f"{page_of(second)}/links")
    assert sorted(made) == ALL
    nobody: Visitor = visit()
    assert nobody.post(made["s0@x.org"], NEW).status_code == 303
    assert nobody.post("/login", {"email": "s0@x.org", "password": NEW["new"]}).status_code == 302
    assert nobody.get("/courses/dl").status_code == 200
    assert sorted(links(ines, f"{page_of(second)}/links")) == ALL[1:]


def test_an_import_of_people_who_are_in_the_course_has_links_for_those_it_leaves_unchanged(visit, session, room):
    roster(session, room.ines, room.course)
    more = roster(session, room.ines, room.course, f"{TEXT}new@x.org,New\nada@example.org,Ada\n")
    assert sorted(links(visit("ines"), f"{page_of(more)}/links")) == ["new@x.org", *ALL]


def test_an_import_of_an_earlier_version_has_links_for_those_it_changed(visit, session, room):
    done = roster(session, room.ines, room.course)
    done.changes = {key: value for key, value in done.changes.items() if key != "listed"}
    session.commit()
    assert sorted(links(visit("ines"), f"{page_of(done)}/links")) == ALL


def test_the_links_of_a_second_course_of_the_same_instructor_open_both(visit, session, room):
    roster(session, room.ines, room.course)
    session.add(Enrollment(course_id=room.other_course.id, user_id=room.ines.id, role=Role.INSTRUCTOR))
    session.commit()
    second = roster(session, room.ines, room.other_course)
    made = links(visit("ines"), f"{page_of(second, 'other')}/links")
    nobody: Visitor = visit()
    assert nobody.post(made["s1@x.org"], NEW).status_code == 303
    nobody.post("/login", {"email": "s1@x.org", "password": NEW["new"]})
    assert [nobody.get(f"/courses/{slug}").status_code for slug in ("dl", "other")] == [200, 200]


def test_the_people_page_has_links_for_everyone_without_a_password(visit, session, room):
    roster(session, room.ines, room.course)
    without_password(session, room.ada)
    ines: Visitor = visit("ines")
    assert 'data-waiting="4"' in ines.get(PEOPLE).text
    first = links(ines, f"{PEOPLE}/links")
    assert sorted(first) == ["ada@example.org", *ALL]
    again = links(ines, f"{PEOPLE}/links")
    assert visit().get(first["s0@x.org"]).status_code == 200  # as a single link, it works until one of them is used
    assert visit().post(again["s0@x.org"], NEW).status_code == 303
    assert visit().get(first["s0@x.org"]).status_code == 410
    query = select(AuditEvent).where(AuditEvent.action == "account.links_made")
    assert [(e.actor_id, e.course_id, e.data) for e in session.scalars(query)] == [
        (room.ines.id, room.course.id, {"links": 4})
    ] * 2


def test_nobody_else_gets_the_links(visit, session, room):
    without_password(session, room.ben)
    for who, status in (("ada", 403), ("amy", 403), ("otto", 404)):
        assert visit(who).post(f"{PEOPLE}/links").status_code == status
    assert "data-waiting" not in visit("amy").get(PEOPLE).text


def test_no_link_for_staff_administrators_and_people_who_are_elsewhere(visit, session, room):
    """The attack: enroll people by their addresses, and download links to their accounts."""
    done = roster(session, room.otto, room.other_course, "email,name\nada@example.org,A\nroot@example.org,R\n")
    left = Enrollment(course_id=room.other_course.id, user_id=room.cleo.id, role=Role.STUDENT)
    session.add_all([left, Enrollment(course_id=room.other_course.id, user_id=room.ben.id, role=Role.STUDENT)])
    session.commit()
    own = roster(session, room.otto, room.other_course)
    without_password(session, room.ada, room.root, room.ben, room.cleo, room.amy)
    find(session, "s2@x.org").is_active = False
    session.commit()
    otto: Visitor = visit("otto")
    page = otto.get("/courses/other/people").text
    assert 'data-waiting="2"' in page
    assert 'data-left-out="4"' in page
    assert 'data-switched-off="1"' in page
    assert sorted(links(otto, "/courses/other/people/links")) == ALL[:2]
    assert otto.post(f"{page_of(done, 'other')}/links").status_code == 303
    assert 'data-left-out="2"' in otto.get(page_of(done, "other")).text
    assert sorted(links(otto, f"{page_of(own, 'other')}/links")) == ALL[:2]
    assert otto.post(f"{PEOPLE}/links").status_code == 404


def test_an_administrator_gets_links_for_students_only(visit, session, room):
    without_password(session, room.ada, room.amy, room.ines)
    assert list(links(visit("root"), f"{PEOPLE}/links")) == ["ada@example.org"]


def test_staff_get_a_link_from_the_import_that_created_their_account_alone(visit, session, room):
    text = "email,name,role\nta@x.org,Tom,assistant\n"
    first = roster(session, room.ines, room.course, text)
    ines: Visitor = visit("ines")
    assert list(links(ines, f"{page_of(first)}/links")) == ["ta@x.org"]
    second = roster(session, room.ines, room.course, text)
    assert ines.post(f"{page_of(second)}/links").status_code == 303
    assert ines.post(f"{PEOPLE}/links").status_code == 303


def test_a_link_of_the_file_does_not_open_a_course_that_was_joined_since(visit, session, room):
    roster(session, room.ines, room.course)
    made = links(visit("ines"), f"{PEOPLE}/links")
    roster(session, room.otto, room.other_course)
    nobody: Visitor = visit()
    nobody.post(made["s0@x.org"], NEW)
    nobody.post("/login", {"email": "s0@x.org", "password": NEW["new"]})
    assert nobody.get("/courses/dl").status_code == 200
    assert nobody.get("/courses/other").status_code == 403


def test_people_are_mailed_when_an_import_enrolls_them_and_not_again(mailing, postbox, session, room):
    ines = someone(mailing, "ines")
    without_password(session, room.ada)

    def import_(text: str) -> None:
        shown = ines.post(f"{PEOPLE}/import", {"text": text}).text
        digest = re.search(r'name="shown" value="([^"]+)"', shown).group(1)
        assert ines.post(f"{PEOPLE}/import/apply", {"text": text, "shown": digest}).status_code == 303

    import_(f"{TEXT}ada@example.org,Ada\n")
    assert sorted(postbox.wait()[0] for _ in ALL) == ALL
    import_(f"{TEXT}new@x.org,New\n")
    assert postbox.wait()[0] == "new@x.org"
    assert postbox.mails == []


def test_a_large_class_takes_as_many_queries_and_too_large_a_file_is_refused(app, session, room, monkeypatch):
    counts = []
    for size in (3, 60):
        roster(session, room.ines, room.course, "email,name\n" + "".join(f"p{n}@x.org,P\n" for n in range(size)))
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_more, seen=seen) -> None:
            seen.append(statement)

        engine = app.extensions["chainrule.engine"]
        event.listen(engine, "before_cursor_execute", note)
        with app.test_request_context():
            people = users_of(session, room.course, waiting_in(session, room.ines, room.course).ids)
            assert len(links_csv(session, room.course, people).splitlines()) == size + 1
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    monkeypatch.setattr(password_links, "MAX_LINKS", 59)
    with pytest.raises(RosterError, match="at most 59 links, but 60 people"):
        links_csv(session, room.course, people)
