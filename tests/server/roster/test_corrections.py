"""An instructor corrects the name or address of a student, and takes over no account by it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import confirmation, tokens, users
from server.accounts.models import AuditEvent, User, VouchedCourse
from server.accounts.passwords import UNUSABLE
from server.core.db import utcnow
from server.courses.models import Course, Enrollment, Role
from server.roster import joining
from server.roster.import_apply import apply_import
from tests.server.classroom import PASSWORD, Classroom
from tests.server.conftest import Visitor
from tests.server.roster.conftest import alter, someone

PEOPLE = "/courses/dl/people"
NEW = {"new": "my own long secret", "again": "my own long secret"}
SILENT = {"account.login"}


def user(session: Session, who: User) -> User:
    session.expire_all()
    found = session.get_one(User, who.id)
    session.commit()
    return found


def join(session: Session, who: User, course: Course, role: Role = Role.STUDENT) -> None:
    session.add(Enrollment(course_id=course.id, user_id=who.id, role=role))
    session.commit()


def events(session: Session) -> list[tuple[str, int | None, int | None, dict[str, str]]]:
    query = select(AuditEvent).where(AuditEvent.action.not_in(SILENT)).order_by(AuditEvent.id)
    found = [(e.action, e.actor_id, e.course_id, e.data) for e in session.scalars(query)]
    session.commit()
    return found


def rename(visitor: Visitor, who: User, name: str, reason: str = "") -> int:
    data = {"right_name": name, "name_reason": reason}
    return visitor.post(f"{PEOPLE}/{who.id}/name", data).status_code


def move(visitor: Visitor, who: User, email: str, reason: str = "") -> int:
    data = {"right_email": email, "email_reason": reason}
    return visitor.post(f"{PEOPLE}/{who.id}/address", data).status_code


def test_an_instructor_corrects_the_name_of_a_student_and_the_log_shows_it(visit, session, room: Classroom):
    ines: Visitor = visit("ines")
    assert rename(ines, room.ada, "  Ada   Löwe ", "wrong umlaut") == 303
    assert user(session, room.ada).name == "Ada Löwe"
    data = {"name_from": "Ada Lovelace", "name_to": "Ada Löwe", "reason": "wrong umlaut"}
    assert events(session) == [("account.renamed", room.ines.id, room.course.id, data)]
    log = ines.get("/courses/dl/audit").text
    assert "name: Ada Lovelace → " in log
    assert "reason: wrong umlaut" in log
    assert rename(ines, room.ada, "Ada Löwe") == 303
    assert len(events(session)) == 1


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "a\u200bb", "a\u202eb"])
def test_a_name_that_cannot_be_one_changes_nothing(visit, session, room, name: str):
    assert rename(visit("ines"), room.ada, name) == 422
    assert user(session, room.ada).name == "Ada Lovelace"


def test_only_students_are_renamed_and_only_by_instructors_of_their_course(visit, session, room):
    join(session, room.root, room.course)
    join(session, room.otto, room.course)  # a teacher elsewhere
    ines: Visitor = visit("ines")
    for who in (room.amy, room.cleo, room.root, room.otto):
        assert rename(ines, who, "Nobody") == 422
        assert "data-name-stays" in ines.get(f"{PEOPLE}/{who.id}").text
    for who, status in (("ada", 403), ("amy", 403), ("otto", 403)):
        assert rename(visit(who), room.ben, "Nobody") == status
        assert move(visit(who), room.ben, "nobody@x.org") == status
    assert not [one for one in session.scalars(select(User.name)) if one == "Nobody"]


def test_an_instructor_corrects_the_address_of_a_student_without_a_password(visit, session, room):
    apply_import(session, room.ines, room.course, "email,name\nnwe@x.org,New\n", drop_missing=False, digest=None)
    session.commit()
    new = session.scalars(select(User).where(User.email == "nwe@x.org")).one()
    ines: Visitor = visit("ines")
    page = ines.post(f"{PEOPLE}/{new.id}/link").text
    old_link = re.search(r"(/reset/[^<]+)<", page).group(1)
    assert visit().get(old_link).status_code == 200
    assert move(ines, new, "new@x.org", "typo") == 303
    assert visit().get(old_link).status_code == 410
    assert (user(session, new).email, user(session, new).is_unconfirmed) == ("new@x.org", True)
    data = {"email_from": "nwe@x.org", "email_to": "new@x.org", "reason": "typo"}
    assert events(session)[-1] == ("account.address_changed", room.ines.id, room.course.id, data)
    link = re.search(r"(/reset/[^<]+)<", ines.post(f"{PEOPLE}/{new.id}/link").text).group(1)
    nobody: Visitor = visit()
    assert nobody.post(link, NEW).status_code == 303
    assert nobody.post("/login", {"email": "new@x.org", "password": NEW["new"]}).status_code == 302
    assert nobody.get("/courses/dl").status_code == 200


def test_a_new_address_of_an_unconfirmed_student_ends_sessions_and_tokens_and_keeps_the_password(visit, session, room):
    alter(session, room.ada, is_unconfirmed=True)
    confirmation.vouch(session, room.ada, room.course.id)
    _, secret = tokens.create_token(session, session.get_one(User, room.ada.id), "laptop")
    session.commit()
    ada: Visitor = visit("ada")
    assert move(visit("ines"), room.ada, "ada.l@x.org") == 303
    assert ada.get("/account").status_code == 302
    assert tokens.find_token(session, secret) is None
    session.commit()
    again: Visitor = visit()
    assert again.post("/login", {"email": "ada.l@x.org", "password": PASSWORD}).status_code == 302
    assert again.get("/courses/dl").status_code == 200


def test_the_former_address_of_an_account_in_use_gets_a_notice(mailing, postbox, session, room):
    alter(session, room.ada, is_unconfirmed=True)
    assert move(someone(mailing, "ines"), room.ada, "ada.l@x.org") == 303
    to, mail = postbox.wait()
    assert to == "ada@example.org"
    assert "ada.l@x.org" not in mail.get_content()


def test_no_instructor_moves_an_account_that_is_confirmed_or_used_elsewhere(visit, session, room):
    """The attack: enroll somebody, point their account at a mailbox of one's own, and ask for a new password."""
    everyone = (room.ada, room.ben, room.otto, room.root, room.cleo, room.amy)
    for who in everyone:
        alter(session, who, is_unconfirmed=who is not room.ada)
    alter(session, room.ben, password_hash=UNUSABLE)
    join(session, room.ben, room.other_course)
    join(session, room.otto, room.course)
    join(session, room.root, room.course)
    before = {who.id: user(session, who).email for who in everyone}
    ines: Visitor = visit("ines")
    for who in everyone:
        assert move(ines, who, "thief@x.org") == 422, who.email
        assert "data-address-stays" in ines.get(f"{PEOPLE}/{who.id}").text
    assert {who.id: user(session, who).email for who in everyone} == before
    assert move(visit("root"), room.ada, "thief@x.org") == 422  # confirmed


def test_a_student_who_has_left_the_other_course_still_counts_as_elsewhere(visit, session, room):
    alter(session, room.ada, is_unconfirmed=True)
    left = Enrollment(course_id=room.other_course.id, user_id=room.ada.id, role=Role.STUDENT, dropped_at=utcnow())
    session.add(left)
    session.commit()
    assert move(visit("ines"), room.ada, "thief@x.org") == 422


@pytest.mark.parametrize("taken", ["ben@example.org", "BEN@Example.ORG", "otto@example.org"])
def test_an_address_of_another_account_is_refused_in_any_letter_case(visit, session, room, taken: str):
    alter(session, room.ada, is_unconfirmed=True)
    ines: Visitor = visit("ines")
    answer = ines.post(f"{PEOPLE}/{room.ada.id}/address", {"right_email": taken})
    assert answer.status_code == 422
    assert "already belongs to another account" in answer.text
    assert "Otto" not in answer.text
    assert user(session, room.ada).email == "ada@example.org"


@pytest.mark.parametrize("email", ["", "ada", "ada@", "ädä@x.org", f"{'a' * 250}@x.org", "ada@example.org"])
def test_an_address_that_is_none_or_the_same_changes_nothing(visit, session, room, email: str):
    alter(session, room.ada, is_unconfirmed=True)
    assert move(visit("ines"), room.ada, email) == (303 if email == "ada@example.org" else 422)
    assert [action for action, *_ in events(session)] == []


def test_a_moved_account_enters_no_course_that_is_given_to_its_new_address_later(visit, session, room):
    """Ines moves a student of her own to the address of a professor whom Otto lists later; an old vouch is no help."""
    alter(session, room.ada, is_unconfirmed=True)
    confirmation.vouch(session, room.ada, room.course.id)
    confirmation.vouch(session, room.ada, room.other_course.id)
    session.commit()
    assert move(visit("ines"), room.ada, "prof@x.org") == 303
    assert list(session.scalars(select(VouchedCourse.course_id))) == [room.course.id]
    session.commit()
    for role in ("instructor", "student"):
        text = f"email,name,role\nprof@x.org,Prof,{role}\n"
        apply_import(session, room.otto, room.other_course, text, drop_missing=False, digest=None)
        session.commit()
    thief: Visitor = visit()
    thief.post("/login", {"email": "prof@x.org", "password": PASSWORD})
    assert thief.get("/courses/dl").status_code == 200
    assert thief.get("/courses/other").status_code == 403


def test_an_address_that_was_registered_meanwhile_is_refused(visit, session, room, monkeypatch):
    """The address is free when it is looked up, and taken when it is written."""
    alter(session, room.ada, is_unconfirmed=True)
    ines: Visitor = visit("ines")
    joining.register(session, email="free@x.org", name="Free", password="another long secret")
    session.commit()
    monkeypatch.setattr(users, "find_user", lambda *_: None)
    assert move(ines, room.ada, "FREE@x.org") == 422
    assert user(session, room.ada).email == "ada@example.org"


def test_the_preview_of_an_import_leads_to_the_person_whose_name_differs(visit, room):
    text = "email,name\nada@example.org,Ada Löwe\nben@example.org,Ben Okri\notto@example.org,O.\n"
    page = visit("ines").post(f"{PEOPLE}/import", {"text": text}).text
    links = re.findall(r'href="([^"]+)" data-correct-name', page)
    assert links == [f"{PEOPLE}/{room.ada.id}#details"]
