"""Naming an address gives nobody access but its owner: attacks by an instructor and by a student, and the ways in."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.accounts import tokens
from server.accounts.models import User
from server.archive.restore import import_course
from server.courses.models import Course, Enrollment, Role
from server.roster import enrollments, joining
from server.roster.errors import LastInstructor
from server.roster.import_apply import apply_import
from tests.server.archive.course import exported
from tests.server.classroom import PASSWORD, Classroom
from tests.server.conftest import Visitor
from tests.server.roster.conftest import PUBLIC, someone

ADDRESS = "newprof@example.org"
SECRET = "another long secret"
NEW = {"new": SECRET, "again": SECRET}
PAGES = ("/courses/dl", "/courses/dl/people", "/courses/dl/settings", "/courses/dl/exercises/relu")


def enroll_by_roster(session: Session, actor: User, course, role: str) -> None:
    """Import a roster that lists nobody but the new professor."""
    session.commit()
    apply_import(
        session, actor, course, f"email,name,role\n{ADDRESS},Prof. New,{role}\n", drop_missing=False, digest=None
    )
    session.commit()


def find(session: Session) -> User:
    session.expire_all()
    user = session.scalars(select(User).where(User.email == ADDRESS)).one()
    session.commit()
    return user


def link_from(visitor: Visitor, course: str, user: User) -> str:
    """The path of a password link that the person's page shows."""
    answer = visitor.post(f"/courses/{course}/people/{user.id}/link")
    assert answer.status_code == 201, answer.text
    return re.search(r'class="secret">https?://[^/]+(/reset/[^<]+)<', answer.text).group(1)


def use(visitor: Visitor, link: str) -> None:
    assert visitor.post(link, NEW).status_code == 303


def log_in(visitor: Visitor) -> Visitor:
    assert visitor.post("/login", {"email": ADDRESS, "password": SECRET}).status_code == 302
    return visitor


def may_open(visitor: Visitor) -> list[str]:
    return [page for page in PAGES if visitor.get(page).status_code == 200]


@pytest.mark.parametrize("role", ["student", "instructor"])
def test_who_set_the_password_for_one_course_does_not_get_into_the_next(visit, session: Session, room: Classroom, role):
    """Otto enrolls a person who is not there yet, and sets the password himself. Then Ines enrolls that person."""
    enroll_by_roster(session, room.otto, room.other_course, "student")
    use(visit(), link_from(visit("otto"), "other", find(session)))
    thief = log_in(visit())
    enroll_by_roster(session, room.ines, room.course, role)
    assert may_open(thief) == []


def test_a_link_from_before_does_not_open_the_course_that_was_joined_since(visit, session, room):
    """Otto keeps the link that he made while the person was in no other course."""
    enroll_by_roster(session, room.otto, room.other_course, "student")
    link = link_from(visit("otto"), "other", find(session))
    enroll_by_roster(session, room.ines, room.course, "student")
    use(visit(), link)
    thief = log_in(visit())
    assert thief.get("/courses/other").status_code == 200
    assert may_open(thief) == []


def test_the_link_of_the_course_opens_that_course(visit, session, room):
    enroll_by_roster(session, room.ines, room.course, "student")
    use(visit(), link_from(visit("ines"), "dl", find(session)))
    assert log_in(visit()).get("/courses/dl").status_code == 200


def next_link(postbox) -> str:
    """Return the first link in the next mails to set a password; other mails may come before."""
    while True:
        found = re.search(rf"{PUBLIC}(/reset/\S+)", postbox.wait()[1].get_content())
        if found:
            return found.group(1)


def test_a_mailed_link_opens_every_course_and_throws_out_whoever_had_the_account(mailing, postbox, session, room):
    enroll_by_roster(session, room.otto, room.other_course, "student")
    user = find(session)
    use(someone(mailing), link_from(someone(mailing, "otto"), "other", user))
    thief = log_in(someone(mailing))
    enroll_by_roster(session, room.ines, room.course, "student")
    assert ADDRESS in thief.get("/").text
    assert "data-closed-courses" in thief.get("/").text
    owner = someone(mailing)
    owner.post("/forgot", {"email": ADDRESS})
    use(owner, next_link(postbox))
    assert thief.get("/account").status_code == 302
    assert log_in(owner).get("/courses/dl").status_code == 200
    assert owner.get("/courses/other").status_code == 200


def test_a_confirmed_account_is_unconfirmed_again_once_staff_have_handed_out_its_password(visit, session, room):
    """Otto teaches Ben, who has left the first course: whoever uses his link may be anybody."""
    ben = session.get_one(User, room.ben.id)
    session.execute(delete(Enrollment).where(Enrollment.user_id == ben.id))
    session.add(Enrollment(course_id=room.other_course.id, user_id=ben.id, role=Role.STUDENT))
    session.commit()
    use(visit(), link_from(visit("otto"), "other", ben))
    session.refresh(ben)
    assert ben.is_unconfirmed


def test_a_join_code_does_not_open_what_was_given_to_the_address(visit, session, room):
    enroll_by_roster(session, room.otto, room.other_course, "student")
    use(visit(), link_from(visit("otto"), "other", find(session)))
    enroll_by_roster(session, room.ines, room.course, "student")
    code = joining.new_code(session, room.ines, session.get_one(Course, room.course.id))
    thief = log_in(visit())
    thief.post("/join", {"code": code})
    assert may_open(thief) == []


def test_the_api_of_an_unconfirmed_account_shows_only_courses_that_vouch_for_it(app, visit, session, room):
    enroll_by_roster(session, room.otto, room.other_course, "student")
    use(visit(), link_from(visit("otto"), "other", find(session)))
    _, secret = tokens.create_token(session, find(session), "thief")
    enroll_by_roster(session, room.ines, room.course, "student")
    thief = visit()
    thief.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    assert "/courses/dl" not in thief.get("/api/v1/exercises").text
    assert [course["slug"] for course in thief.get("/api/v1/me").json["courses"]] == ["other"]
    answer = thief.client.post("/api/v1/exercises/relu/submissions", json={"source": "x = 1", "client_key": "1"})
    assert answer.status_code == 404


def test_staff_see_the_course_as_a_student_who_has_not_come_yet(visit, session, room):
    enroll_by_roster(session, room.ines, room.course, "student")
    ines: Visitor = visit("ines")
    assert ines.post("/courses/dl/view-as", {"student": str(find(session).id)}).status_code == 303
    assert ines.get("/courses/dl").status_code == 200


def test_an_instructor_who_has_not_come_yet_does_not_count_as_the_last_one(session, room):
    enroll_by_roster(session, room.ines, room.course, "instructor")
    own = session.scalars(select(Enrollment).where(Enrollment.user_id == room.ines.id)).one()
    with pytest.raises(LastInstructor):
        enrollments.remove(session, room.ines, own)


def test_an_address_becomes_an_administrator_only_after_it_is_confirmed(app, visit, session, room):
    enroll_by_roster(session, room.otto, room.other_course, "student")
    run = app.test_cli_runner()
    assert run.invoke(args=["user", "admin", ADDRESS]).exit_code == 1
    link = run.invoke(args=["user", "reset-link", ADDRESS]).output.strip()
    use(visit(), link.removeprefix("http://127.0.0.1:8000"))
    assert run.invoke(args=["user", "admin", ADDRESS]).exit_code == 0


def test_a_link_that_staff_made_does_not_outlast_becoming_an_administrator(visit, session, room):
    enroll_by_roster(session, room.otto, room.other_course, "student")
    user = find(session)
    link = link_from(visit("otto"), "other", user)
    session.get_one(User, user.id).is_admin = True
    session.commit()
    assert visit().post(link, NEW).status_code == 410


def test_an_imported_course_opens_to_nobody_who_only_registered_an_address(app, visit, session, room):
    """A student registers the address of a teacher whose course is imported from another installation."""
    archive = exported(app.extensions["chainrule.sessions"], "dl")
    ines = session.get_one(User, room.ines.id)
    ines.is_unconfirmed = True
    session.commit()
    import_course(session, io.BytesIO(archive), "again")
    session.commit()
    assert visit("ines").get("/courses/again/settings").status_code == 403
    assert visit("amy").get("/courses/again/people").status_code == 200


@pytest.mark.parametrize("how", ["by hand", "by a roster"])
def test_a_roster_does_not_let_in_again_who_registered_the_address_of_another_person(app, visit, session, room, how):
    code = joining.new_code(session, session.get_one(User, room.ines.id), session.get_one(Course, room.course.id))
    session.commit()
    impostor = Visitor(app)
    form = {"code": code, "email": "zoe@example.org", "name": "Zoe", "password": PASSWORD}
    assert impostor.post("/join", form).status_code == 303
    assert impostor.get("/courses/dl").status_code == 200
    ines = visit("ines")
    if how == "by hand":
        user = session.scalars(select(User).where(User.email == "zoe@example.org")).one()
        session.commit()
        assert ines.post(f"/courses/dl/people/{user.id}/drop").status_code == 303
    else:
        import_roster(ines, "email,name\nada@example.org,Ada Lovelace\n", drop_missing="1")
    assert impostor.get("/courses/dl").status_code == 404
    import_roster(ines, "email,name\nzoe@example.org,Zoe\n")
    assert impostor.get("/courses/dl").status_code == 403


def test_undoing_an_import_lets_in_again_whom_it_removed(app, visit, session, room):
    code = joining.new_code(session, session.get_one(User, room.ines.id), session.get_one(Course, room.course.id))
    session.commit()
    zoe, ines = Visitor(app), visit("ines")
    form = {"code": code, "email": "zoe@example.org", "name": "Zoe", "password": PASSWORD}
    assert zoe.post("/join", form).status_code == 303
    place = import_roster(ines, "email,name\nada@example.org,Ada Lovelace\n", drop_missing="1")
    assert zoe.get("/courses/dl").status_code == 404
    shown = re.search(r'name="shown" value="([^"]+)"', ines.get(place).text)
    assert ines.post(f"{place}/undo", {"shown": shown.group(1)}).status_code == 303
    assert zoe.get("/courses/dl").status_code == 200


def test_staff_who_readmit_a_person_whom_an_import_removed_do_not_let_an_impostor_in(app, visit, session, room):
    code = joining.new_code(session, session.get_one(User, room.ines.id), session.get_one(Course, room.course.id))
    session.commit()
    impostor, ines = Visitor(app), visit("ines")
    form = {"code": code, "email": "zoe@example.org", "name": "Zoe", "password": PASSWORD}
    assert impostor.post("/join", form).status_code == 303
    import_roster(ines, "email,name\nada@example.org,Ada Lovelace\n", drop_missing="1")
    user = session.scalars(select(User).where(User.email == "zoe@example.org")).one()
    session.commit()
    assert ines.post(f"/courses/dl/people/{user.id}/readmit").status_code == 303
    assert impostor.get("/courses/dl").status_code == 403


def test_undoing_an_import_does_not_make_staff_of_an_account_that_was_handed_out_since(visit, session, room):
    """Or an instructor could demote an assistant, take over the account, and act under that name as staff."""
    ines = visit("ines")
    place = import_roster(ines, "email,name,role\namy@example.org,Amy Assistant,student\n")
    use(visit(), link_from(ines, "dl", session.get_one(User, room.amy.id)))
    session.rollback()
    page = ines.get(place).text
    assert "has not confirmed the address" in page
    shown = re.search(r'name="shown" value="([^"]+)"', page)
    assert shown is None or ines.post(f"{place}/undo", {"shown": shown.group(1)}).status_code == 303
    query = select(Enrollment.role).where(Enrollment.user_id == room.amy.id, Enrollment.course_id == room.course.id)
    assert session.scalars(query).one() is Role.STUDENT


def test_undoing_an_import_ends_the_vouching_for_those_whom_it_enrolled(visit, session, room):
    ines = visit("ines")
    place = import_roster(ines, f"email,name\n{ADDRESS},Prof. New\n")
    holder = visit()
    use(holder, link_from(ines, "dl", find(session)))
    shown = re.search(r'name="shown" value="([^"]+)"', ines.get(place).text)
    assert ines.post(f"{place}/undo", {"shown": shown.group(1)}).status_code == 303
    import_roster(ines, f"email,name\n{ADDRESS},Prof. New\n")
    assert may_open(log_in(holder)) == []


def import_roster(ines: Visitor, text: str, **more: str) -> str:
    """Import a roster as it is previewed, and return the address of its page."""
    form = {"text": text, **more}
    shown = re.search(r'name="shown" value="([^"]+)"', ines.post("/courses/dl/people/import", form).text)
    answer = ines.post("/courses/dl/people/import/apply", {**form, "shown": shown.group(1)})
    assert answer.status_code == 303
    return answer.location
