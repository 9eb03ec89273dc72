"""The people page: what it shows to whom, changes of one person, sections, and links for passwords."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from server.accounts.models import AuditEvent, User
from server.accounts.passwords import UNUSABLE
from server.core.db import utcnow
from server.courses.membership import role_in
from server.courses.models import Course, Enrollment, Extension, Role, Section
from server.roster.people import PAGE_SIZE, Filters, people
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor

PEOPLE = "/courses/dl/people"


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]+)', page)


def place(session: Session, room: Classroom, who: str) -> Enrollment:
    user = getattr(room, who)
    query = select(Enrollment).where(Enrollment.course_id == room.course.id, Enrollment.user_id == user.id)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def actions(session: Session) -> list[tuple[str, int | None]]:
    query = select(AuditEvent).where(AuditEvent.action.not_like("account.login")).order_by(AuditEvent.id)
    return [(event.action, event.course_id) for event in session.scalars(query)]


def test_it_lists_who_is_in_the_course_by_name(visit):
    page = visit("ines").get(PEOPLE).text
    assert names(page) == ["Ada Lovelace", "Amy Assistant", "Ben Okri", "Ines Ahlers"]
    assert "2 students, 1 assistant, 1 instructor; 1 removed" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name=LOVE", ["Ada Lovelace"]),
        ("name=ben@", ["Ben Okri"]),
        ("name=%25", []),
        ("role=assistant", ["Amy Assistant"]),
        ("state=dropped", ["Cleo Gone"]),
        ("state=all&role=student", ["Ada Lovelace", "Ben Okri", "Cleo Gone"]),
        ("section=0&role=instructor", ["Ines Ahlers"]),
        ("section=99", []),
        ("role=nonsense&state=nonsense&page=x", ["Ada Lovelace", "Amy Assistant", "Ben Okri", "Ines Ahlers"]),
        ("page=-3", ["Ada Lovelace", "Amy Assistant", "Ben Okri", "Ines Ahlers"]),
        ("page=2", []),
    ],
)
def test_filters(visit, query: str, found: list[str]):
    assert names(visit("ines").get(f"{PEOPLE}?{query}").text) == found


def test_assistants_see_the_list_without_anything_to_change(visit):
    page = visit("amy").get(PEOPLE).text
    assert names(page)
    assert "/people/import" not in page
    assert not re.search(r'href="/courses/dl/people/\d+"', page)


def test_a_large_class_comes_in_pages_and_in_as_many_queries(visit, session, room, app):
    for n in range(250):
        user = User(email=f"s{n}@x.org", name=f"Student {n:03}", password_hash="-")
        session.add(user)
        session.flush()
        session.add(Enrollment(course_id=room.course.id, user_id=user.id, role=Role.STUDENT))
    session.commit()
    page = visit("ines").get(f"{PEOPLE}?name=student&page=2").text
    assert names(page)[0] == "Student 100"
    assert len(names(page)) == PAGE_SIZE
    assert "250 found, page 2 of 3" in page
    assert "name=student&amp;page=3" in page
    counts = []
    for name in ("ines", "student"):
        seen: list[str] = []
        engine = app.extensions["chainrule.engine"]

        def note(_connection, _cursor, statement, *_more, seen=seen) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        with app.extensions["chainrule.sessions"]() as fresh:
            rows = people(fresh, fresh.get(Course, room.course.id), Filters(name=name)).rows
            assert [row.user.name for row in rows]
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_role_and_section_are_changed_and_recorded(visit, session, room):
    section = Section(course_id=room.course.id, name="Monday")
    session.add(section)
    session.commit()
    ines: Visitor = visit("ines")
    path = f"{PEOPLE}/{room.ada.id}"
    assert ines.post(path, {"role": "assistant", "section": str(section.id)}).status_code == 303
    assert "Ada Lovelace is now an assistant in section Monday." in ines.get(path).text
    ada = place(session, room, "ada")
    assert (ada.role, ada.section_id) == (Role.ASSISTANT, section.id)
    assert actions(session) == [("roster.changed", room.course.id)]


def test_moving_into_a_section_with_later_dates_is_possible_and_recomputes(visit, session, room):
    section = Section(course_id=room.course.id, name="Monday")
    session.add(section)
    session.flush()
    unit = room.items["linear"].assignment_id
    session.add(Extension(assignment_id=unit, section_id=section.id, due_at=utcnow(), reason="r"))
    session.commit()
    ines: Visitor = visit("ines")
    data = {"role": "student", "section": str(section.id)}
    assert ines.post(f"{PEOPLE}/{room.ada.id}", data).status_code == 303
    assert place(session, room, "ada").section_id == section.id


@pytest.mark.parametrize("data", [{"role": "owner", "section": "0"}, {"role": "student", "section": "77"}, {}])
def test_what_is_not_to_be_chosen_changes_nothing(visit, session, room, data):
    answer = visit("ines").post(f"{PEOPLE}/{room.ada.id}", data)
    assert answer.status_code == 422
    assert "Choose one of" in answer.text
    assert place(session, room, "ada").role is Role.STUDENT


def test_a_section_of_another_course_cannot_be_chosen(visit, session, room):
    foreign = Section(course_id=room.other_course.id, name="Foreign")
    session.add(foreign)
    session.commit()
    data = {"role": "student", "section": str(foreign.id)}
    assert visit("ines").post(f"{PEOPLE}/{room.ada.id}", data).status_code == 422
    assert visit("ines").post(f"{PEOPLE}/sections/{foreign.id}", {"name": "Mine"}).status_code == 404
    assert visit("ines").post(f"{PEOPLE}/sections/{foreign.id}/remove").status_code == 404


def test_people_of_another_course_are_not_there(visit, room):
    ines: Visitor = visit("ines")
    for path in (f"{PEOPLE}/{room.otto.id}", f"{PEOPLE}/{room.otto.id}/drop", f"{PEOPLE}/999999"):
        assert ines.get(path).status_code == 404
    assert ines.post(f"{PEOPLE}/{room.otto.id}/link").status_code == 404


def test_dropping_asks_first_and_is_undone_by_readmitting(visit, session, room):
    ines: Visitor = visit("ines")
    path = f"{PEOPLE}/{room.ada.id}"
    assert f'action="{path}/drop"' in ines.get(f"{path}/drop").text
    assert place(session, room, "ada").dropped_at is None
    assert ines.post(f"{path}/drop").status_code == 303
    assert visit("ada").get("/courses/dl").status_code == 404
    assert ines.post(f"{path}/readmit").status_code == 303
    assert visit("ada").get("/courses/dl").status_code == 200
    assert actions(session) == [("roster.dropped", room.course.id), ("roster.readmitted", room.course.id)]


@pytest.mark.parametrize("who", ["ines", "root"])
def test_nobody_takes_away_the_last_instructor(visit, session, room, who: str):
    visitor: Visitor = visit(who)
    path = f"{PEOPLE}/{room.ines.id}"
    for answer in (visitor.post(f"{path}/drop"), visitor.post(path, {"role": "student", "section": "0"})):
        assert answer.status_code == 422
        assert "last instructor" in answer.text
    ines = place(session, room, "ines")
    assert (ines.role, ines.dropped_at) == (Role.INSTRUCTOR, None)
    visitor.post(f"{PEOPLE}/{room.amy.id}", {"role": "instructor", "section": "0"})
    assert visitor.post(path, {"role": "student", "section": "0"}).status_code == 303
    assert role_in(session, room.ines, room.course.id) is Role.STUDENT


def test_sections_are_added_renamed_and_removed_when_empty(visit, session, room):
    ines: Visitor = visit("ines")
    ines.post(f"{PEOPLE}/sections", {"name": "  Übung   1 "})
    section = session.scalars(select(Section)).one()
    assert section.name == "Übung 1"
    again = ines.post(f"{PEOPLE}/sections", {"name": "ÜBUNG 1"})
    assert again.status_code == 422
    assert "A section named “Übung 1” already exists." in again.text
    assert 'value="ÜBUNG 1"' in again.text  # what was typed is not lost
    assert ines.post(f"{PEOPLE}/sections/{section.id}", {"name": "Übung 2"}).status_code == 303
    place(session, room, "cleo").section_id = section.id
    session.commit()
    kept = ines.post(f"{PEOPLE}/sections/{section.id}/remove")
    assert kept.status_code == 422
    assert "not empty" in kept.text
    place(session, room, "cleo").section_id = None
    session.commit()
    assert ines.post(f"{PEOPLE}/sections/{section.id}/remove").status_code == 303
    assert session.scalar(select(func.count()).select_from(Section)) == 0
    assert [action for action, _ in actions(session)] == ["section.added", "section.renamed", "section.removed"]


@pytest.mark.parametrize(
    ("name", "said"), [("", "Enter a name"), ("x" * 61, "61 characters"), ("a\u200bb", "invisible")]
)
def test_a_section_needs_a_name_that_can_be_read(visit, name: str, said: str):
    answer = visit("ines").post(f"{PEOPLE}/sections", {"name": name})
    assert answer.status_code == 422
    assert said in answer.text


# --- a link is as good as the account ----------------------------------------------------------------------------


def test_a_link_is_shown_once_and_sets_the_password(visit, session, room):
    ines: Visitor = visit("ines")
    made = ines.post(f"{PEOPLE}/{room.ada.id}/link")
    assert made.status_code == 201
    link = re.search(r'class="secret">http://localhost(/reset/[^<]+)<', made.text).group(1)
    assert link not in ines.get(f"{PEOPLE}/{room.ada.id}").text
    assert actions(session) == [("account.link_made", room.course.id)]
    nobody: Visitor = visit()
    answer = nobody.post(link, {"new": "a brand new secret", "again": "a brand new secret"})
    assert answer.status_code == 303


def test_no_instructor_takes_the_account_of_an_admin_or_of_anybody_who_is_elsewhere(visit, session, room):
    """The attack: enroll somebody by their address, make a link, and be them."""
    for who in ("root", "otto"):
        session.add(Enrollment(course_id=room.course.id, user_id=getattr(room, who).id, role=Role.STUDENT))
    session.add(Enrollment(course_id=room.other_course.id, user_id=room.ben.id, role=Role.STUDENT))
    session.commit()
    ines: Visitor = visit("ines")
    for who in ("root", "otto", "ben", "amy"):
        answer = ines.post(f"{PEOPLE}/{getattr(room, who).id}/link")
        assert answer.status_code == 422, who
        assert "/reset/" not in answer.text
        assert "data-make-link" not in ines.get(f"{PEOPLE}/{getattr(room, who).id}").text
    assert visit("root").post(f"{PEOPLE}/{room.amy.id}/link").status_code == 201


def test_who_has_no_password_yet_cannot_log_in_with_anything(visit, session, room):
    session.get(User, room.ada.id).password_hash = UNUSABLE
    session.commit()
    for password in (UNUSABLE, "", "a long enough secret"):
        assert visit().post("/login", {"email": "ada@example.org", "password": password}).status_code == 422
