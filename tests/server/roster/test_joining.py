"""Coming into a course by code and by invitation."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.accounts import links, throttle
from server.accounts.models import AuditEvent, User
from server.accounts.throttle import BY_ADDRESS, CODES_BY_ACCOUNT
from server.core.db import utcnow
from server.courses.membership import role_in
from server.courses.models import Course, Enrollment, Invitation, Role, Section
from server.roster import joining
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor
from tests.server.roster.conftest import PUBLIC, someone

JOINING = "/courses/other/people/joining"
NEW = {"name": "New One", "email": "new@x.org", "password": "a very long secret"}


@pytest.fixture
def code(visit, session: Session, room: Classroom) -> str:
    """The join code of the other course, as its page shows it."""
    otto: Visitor = visit("otto")
    assert otto.post(f"{JOINING}/code").status_code == 303
    shown = re.search(r'join-code mono">([^<]+)<', otto.get(JOINING).text).group(1)
    assert re.fullmatch(rf"[{joining.ALPHABET}]{{4}} [{joining.ALPHABET}]{{4}}", shown)
    return shown


def role(session: Session, room: Classroom, email: str) -> Role | None:
    user = session.scalars(select(User).where(User.email == email)).one_or_none()
    return role_in(session, user, room.other_course.id) if user else None


def invite(visit, **data: str) -> str:
    """Otto invites; the path of the link."""
    answer = visit("otto").post(f"{JOINING}/invitations", {"role": "student", "section": "0", **data})
    assert answer.status_code == 201, answer.text
    return re.search(r'class="secret">http://localhost(/invitations/[^<]+)<', answer.text).group(1)


# --- by code -----------------------------------------------------------------------------------------------------


def test_the_alphabet_has_no_lookalikes_and_codes_differ(session, room):
    assert not set("01OIL") & set(joining.ALPHABET)
    course = session.get(Course, room.other_course.id)
    assert len({joining.new_code(session, room.otto, course) for _ in range(20)}) == 20


@pytest.mark.parametrize("how", [str, str.lower, lambda c: c.replace(" ", ""), lambda c: f" {c.replace(' ', '-')} "])
def test_who_has_an_account_becomes_a_student_however_the_code_is_typed(visit, session, room, code, how):
    ada: Visitor = visit("ada")
    assert ada.post("/join", {"code": how(code)}).headers["Location"] == "/courses/other"
    assert role(session, room, "ada@example.org") is Role.STUDENT
    again = ada.post("/join", {"code": code})
    assert again.status_code == 303
    assert "already in" in ada.get("/courses/other").text


def test_who_has_none_makes_one_on_the_way_and_is_logged_in(visit, session, room, code):
    new: Visitor = visit()
    assert new.post("/join", {"code": code, **NEW}).status_code == 303
    assert new.get("/courses/other").status_code == 200
    assert role(session, room, "new@x.org") is Role.STUDENT
    assert visit().post("/login", {"email": "new@x.org", "password": NEW["password"]}).status_code == 302
    done = {event.action for event in session.scalars(select(AuditEvent))}
    assert {"account.registered", "roster.joined"} <= done


def test_too_many_accounts_by_one_code_are_refused_with_the_time_to_wait(visit, session, room, code, monkeypatch):
    monkeypatch.setattr(throttle, "NEW_BY_JOIN_CODE", [throttle.parse("2 per 60 minutes")])
    answers = [visit().post("/join", {"code": code, **NEW, "email": f"new{n}@x.org"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert 3500 < int(answers[2].headers["Retry-After"]) <= 3600
    assert "Too many accounts were created from this network. Try again in 1 hour." in answers[2].text
    assert role(session, room, "new2@x.org") is None
    assert visit("ada").post("/join", {"code": code}).status_code == 303  # who has an account is not held up
    link = invite(visit)
    assert visit().post(link, {**NEW, "email": "new2@x.org"}).status_code == 303


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": "ADA@example.org"}, "already has an account"),
        ({"email": "nonsense"}, "is not an email address"),
        ({"password": "short"}, "at least 10"),
        ({"password": "new@x.org1", "email": "new@x.org1"}, "is the same as the email address"),
        ({"name": ""}, "Enter your name"),
        ({"name": "   "}, "Enter your name"),
        ({"email": ""}, "Enter your email address."),
        ({"email": "a\0@x.org"}, "contains an invalid character"),
        ({"name": "New\u202eOne"}, "The name contains invisible characters."),
        ({"name": "New\x1b[31mOne"}, "The name contains invisible characters."),
    ],
)
def test_what_is_wrong_with_a_registration_is_said_and_nothing_typed_is_lost(visit, session, code, change, said):
    before = session.scalar(select(func.count()).select_from(User))
    answer = visit().post("/join", {"code": code, **NEW, **change})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{code}"' in answer.text
    assert session.scalar(select(func.count()).select_from(User)) == before


def test_a_link_fills_in_the_code(visit):
    assert 'value="ABCD EFGH"' in visit().get("/join?code=ABCD+EFGH").text


def test_a_wrong_code_makes_no_account(visit, session):
    answer = visit().post("/join", {"code": "ABCD EFGH", **NEW})
    assert answer.status_code == 422
    assert "No course has the code" in answer.text
    assert session.scalar(select(func.count()).where(User.email == "new@x.org")) == 0


def test_codes_cannot_be_guessed_by_an_account(visit):
    ada: Visitor = visit("ada")
    tries = [ada.post("/join", {"code": f"WRONG{n}"}).status_code for n in range(CODES_BY_ACCOUNT.amount + 1)]
    assert tries == [422] * CODES_BY_ACCOUNT.amount + [429]


def test_codes_cannot_be_guessed_by_an_address(visit, code, app):
    counter = app.extensions["chainrule.login_throttle"]
    for _ in range(BY_ADDRESS.amount):
        counter.failed("127.0.0.1")
    assert visit().post("/join", {"code": code, **NEW}).status_code == 429


def test_who_has_left_is_told_to_ask(visit, session, room, code):
    session.add(Enrollment(course_id=room.other_course.id, user_id=room.ada.id, role=Role.STUDENT, dropped_at=utcnow()))
    session.commit()
    answer = visit("ada").post("/join", {"code": code})
    assert answer.status_code == 422
    assert "Ask your instructor" in answer.text
    assert role(session, room, "ada@example.org") is None


def test_staff_who_join_stay_what_they_are(visit, session, room, code):
    visit("otto").post("/join", {"code": code})
    assert role(session, room, "otto@example.org") is Role.INSTRUCTOR


def test_a_new_code_ends_the_old_one_and_none_lets_nobody_in(visit, code):
    otto, ada = visit("otto"), visit("ada")
    otto.post(f"{JOINING}/code")
    assert ada.post("/join", {"code": code}).status_code == 422
    newer = re.search(r'join-code mono">([^<]+)<', otto.get(JOINING).text).group(1)
    otto.post(f"{JOINING}/code/off")
    assert ada.post("/join", {"code": newer}).status_code == 422
    for nothing in ("", " ", "None", "-"):
        assert ada.post("/join", {"code": nothing}).status_code == 422


# --- by invitation -----------------------------------------------------------------------------------------------


def test_only_the_hash_of_an_invitation_is_kept_and_the_link_is_shown_once(visit, session):
    link = invite(visit)
    secret = link.rpartition("/")[2]
    kept = session.scalars(select(Invitation)).one()
    assert secret not in {kept.token_hash, kept.email}
    assert secret not in visit("otto").get(JOINING).text
    assert timedelta(days=13, hours=23) < kept.expires_at - utcnow() <= timedelta(days=14)


def test_an_invitation_gives_its_role_and_section(visit, session, room):
    section = Section(course_id=room.other_course.id, name="Monday")
    session.add(section)
    session.commit()
    link = invite(visit, role="assistant", section=str(section.id))
    ada: Visitor = visit("ada")
    assert "invited to join as an assistant in section Monday" in ada.get(link).text
    assert ada.post(link).headers["Location"] == "/courses/other"
    found = session.scalars(
        select(Enrollment).where(Enrollment.course_id == room.other_course.id, Enrollment.user_id == room.ada.id)
    ).one()
    assert (found.role, found.section_id) == (Role.ASSISTANT, section.id)


def test_an_invitation_for_students_works_for_several_and_one_for_staff_once(visit, session, room):
    students, staff = invite(visit), invite(visit, role="instructor")
    for who in ("ada", "ben"):
        assert visit(who).post(students).status_code == 303
    assert visit("ines").post(staff).status_code == 303
    assert visit("amy").post(staff).status_code == 410
    assert role(session, room, "amy@example.org") is None


def test_one_by_name_is_for_that_account_only_however_it_is_capitalized(visit, session, room):
    link = invite(visit, email="ADA@Example.org")
    ben: Visitor = visit("ben")
    assert "This invitation is for ADA@Example.org" in ben.get(link).text
    assert ben.post(link).status_code == 422
    assert role(session, room, "ben@example.org") is None
    assert visit("ada").post(link).status_code == 303


def test_who_registers_by_a_named_invitation_gets_that_address(visit, session, room):
    link = invite(visit, email="new@x.org", role="assistant")
    answer = visit().post(link, {**NEW, "email": "somebody.else@x.org"})
    assert answer.status_code == 303
    assert role(session, room, "new@x.org") is Role.ASSISTANT
    assert role(session, room, "somebody.else@x.org") is None


def test_who_must_log_in_first_comes_back(visit):
    link = invite(visit)
    nobody: Visitor = visit()
    login = re.search(r'href="(/login\?next=[^"]+)"', nobody.get(link).text).group(1)
    assert f'name="next" value="{link}"' in nobody.get(login).text


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_an_invitation_that_is_over_lets_nobody_in(visit, session, room, how: str):
    link = invite(visit)
    made = session.scalars(select(Invitation)).one()
    if how == "revoked":
        assert visit("otto").post(f"{JOINING}/invitations/{made.id}/revoke").status_code == 303
    else:
        made.expires_at = utcnow() - timedelta(seconds=1)
        session.commit()
    ada: Visitor = visit("ada")
    assert ada.get(link).status_code == 410
    assert ada.post(link).status_code == 410
    assert role(session, room, "ada@example.org") is None
    assert how in visit("otto").get(JOINING).text


def test_who_has_left_returns_by_an_invitation_by_name_only(visit, session, room):
    session.add(Enrollment(course_id=room.other_course.id, user_id=room.ada.id, role=Role.STUDENT, dropped_at=utcnow()))
    session.commit()
    ada: Visitor = visit("ada")
    assert ada.post(invite(visit)).status_code == 422
    assert ada.post(invite(visit, email="ada@example.org")).status_code == 303


def test_invitations_of_another_course_cannot_be_revoked(visit, session):
    invite(visit)
    made = session.scalars(select(Invitation)).one()
    assert visit("ines").post(f"/courses/dl/people/joining/invitations/{made.id}/revoke").status_code == 404


def test_a_bad_address_is_said_and_kept(visit):
    answer = visit("otto").post(f"{JOINING}/invitations", {"role": "student", "section": "0", "email": "no address"})
    assert answer.status_code == 422
    assert "“no address” is not an email address" in answer.text
    assert 'value="no address"' in answer.text


def test_an_invitation_by_name_is_mailed_with_the_public_address(mailing, postbox):
    otto = someone(mailing, "otto")
    data = {"role": "student", "section": "0", "email": "ada@example.org"}
    answer = otto.post(f"{JOINING}/invitations", data)
    assert "The invitation was sent to ada@example.org" in answer.text
    to, mail = postbox.wait()
    assert to == "ada@example.org"
    assert f"{PUBLIC}/invitations/" in mail.get_content()


# --- whose account it is -----------------------------------------------------------------------------------------


def test_an_account_that_nobody_vouched_for_is_not_made_staff_by_its_address(visit, session, room, code, app):
    """A student registers the address of a teacher, and waits for the roster with the teacher on it."""
    assert visit().post("/join", {"code": code, **NEW, "again": NEW["password"]}).status_code in (302, 303)
    thief = session.scalars(select(User).where(User.email == "new@x.org")).one()
    assert thief.is_unconfirmed
    roster = "email,name,role\nnew@x.org,Prof. New,assistant\n"
    session.commit()
    for who, course in (("ines", "dl"), ("otto", "other")):
        page = visit(who).post(f"/courses/{course}/people/import", {"text": roster}).text
        assert "is not confirmed, so this account cannot become an assistant" in page
    with app.test_request_context():
        link = links.confirming_link(thief).removeprefix("http://localhost")
    form = {"new": "another long secret", "again": "another long secret"}
    assert visit().post(link, form).status_code in (302, 303)
    page = visit("ines").post("/courses/dl/people/import", {"text": roster}).text
    assert "is not confirmed" not in page


def test_who_registers_by_an_invitation_in_their_name_has_shown_nothing_about_the_address(visit, session, room):
    """The inviter sees the link too. It opens the course of the invitation, whatever its role, and no other."""
    link = invite(visit, email="new@x.org", role="assistant")
    assert visit().post(link, {**NEW, "again": NEW["password"]}).status_code in (302, 303)
    assert session.scalars(select(User).where(User.email == "new@x.org")).one().is_unconfirmed
    assert role(session, room, "new@x.org") is Role.ASSISTANT


@pytest.mark.parametrize("by_code", [True, False])
def test_a_registration_holds_nobody_up_while_the_password_is_hashed(visit, session, room, code, watched, by_code):
    link = "/join" if by_code else invite(visit)
    new: Visitor = visit()
    form = {"csrf_token": new.csrf_token(link), "code": code, **NEW}
    watched.could_write.clear()
    assert new.post(link, form).status_code == 303
    assert watched.could_write == [True]
    assert role(session, room, "new@x.org") is Role.STUDENT


@pytest.mark.parametrize("how", ["demoted", "removed", "deactivated"])
@pytest.mark.parametrize("invited", [{"role": "instructor"}, {"role": "student"}])
def test_who_may_no_longer_invite_does_not_come_back_by_an_own_invitation(visit, session, room, how, invited):
    link = invite(visit, **invited)
    enrollment = session.scalars(
        select(Enrollment).filter_by(course_id=room.other_course.id, user_id=room.otto.id)
    ).one()
    root: Visitor = visit("root")
    changes = {"demoted": {"role": Role.ASSISTANT}, "removed": {"dropped_at": utcnow()}, "deactivated": {}}[how]
    for name, value in changes.items():
        setattr(enrollment, name, value)
    session.get_one(User, room.otto.id).is_active = how != "deactivated"
    session.commit()
    page = visit().get(link)
    assert page.status_code == 410
    assert visit().post(link, NEW).status_code == 410
    assert visit("ada").post(link).status_code == 410
    assert role(session, room, "new@x.org") is None
    assert ">invalid<" in root.get(JOINING).text
    enrollment.role, enrollment.dropped_at = Role.INSTRUCTOR, None
    session.get_one(User, room.otto.id).is_active = True
    session.commit()
    assert visit().get(link).status_code == 200


def test_an_administrator_need_not_be_in_the_course_to_invite(visit):
    answer = visit("root").post(f"{JOINING}/invitations", {"role": "student", "section": "0"})
    link = re.search(r'class="secret">http://localhost(/invitations/[^<]+)<', answer.text).group(1)
    assert visit().get(link).status_code == 200
