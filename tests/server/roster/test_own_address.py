"""People change their own name, and their own address once its owner has confirmed it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import confirmation, links, tokens
from server.accounts.errors import LinkOver
from server.accounts.models import AuditEvent, User
from server.core.db import utcnow
from server.courses.models import Enrollment, Role
from server.roster import own_address
from tests.server.classroom import PASSWORD, Classroom
from tests.server.conftest import Visitor
from tests.server.roster.conftest import PUBLIC, alter, someone

ADDRESS = "/account/address"
NEW = "ada.l@x.org"


def ask(visitor: Visitor, email: str = NEW, password: str = PASSWORD) -> int:
    return visitor.post(ADDRESS, {"new_email": email, "current": password}).status_code


def link_in(postbox, to: str = NEW) -> str:
    receiver, mail = postbox.wait()
    assert receiver == to
    return re.search(rf"{PUBLIC}({ADDRESS}/\S+)", mail.get_content()).group(1)


def email_of(session: Session, who: User) -> str:
    session.expire_all()
    found = session.get_one(User, who.id).email
    session.commit()
    return found


def test_a_person_changes_their_own_name(visit, session, room: Classroom):
    ada: Visitor = visit("ada")
    assert ada.post("/account/name", {"full_name": " Ada  Löwe "}).status_code == 303
    assert "Ada Löwe" in ada.get("/account").text
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "account.renamed")).one()
    assert (event.actor_id, event.subject) == (room.ada.id, f"user:{room.ada.id}")
    assert event.data == {"name_from": "Ada Lovelace", "name_to": "Ada Löwe"}
    session.commit()
    for name in ("", "x" * 201, "a\u200bb"):
        assert ada.post("/account/name", {"full_name": name}).status_code == 422
    assert "Ada Löwe" in ada.get("/account").text


def test_changes_of_the_name_are_limited(visit):
    ada: Visitor = visit("ada")
    answers = [ada.post("/account/name", {"full_name": f"Ada {n}"}).status_code for n in range(12)]
    assert answers[-1] == 429


def test_a_new_address_counts_once_its_link_is_opened(mailing, postbox, session, room):
    with mailing.test_request_context():
        password_link = links.confirming_link(session.get_one(User, room.ada.id)).removeprefix(PUBLIC)
    _, secret = tokens.create_token(session, session.get_one(User, room.ada.id), "laptop")
    session.commit()
    ada, elsewhere = someone(mailing, "ada"), someone(mailing, "ada")
    assert ask(ada) == 303
    assert email_of(session, room.ada) == "ada@example.org"
    link = link_in(postbox)
    assert f"data-new-address>{NEW}<" in ada.get(link).text
    assert email_of(session, room.ada) == "ada@example.org"
    assert ada.post(link).status_code == 303
    assert email_of(session, room.ada) == NEW
    to, notice = postbox.wait()
    assert to == "ada@example.org"
    assert NEW not in notice.get_content()
    assert ada.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert tokens.find_token(session, secret) is None
    session.commit()
    assert someone(mailing).get(password_link).status_code == 410
    assert ada.post(link).status_code == 410
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "account.address_changed")).one()
    assert event.data == {"email_from": "ada@example.org", "email_to": NEW}
    session.commit()
    assert someone(mailing).post("/login", {"email": NEW, "password": PASSWORD}).status_code == 302


def test_it_takes_the_password_and_guesses_are_limited(mailing, postbox, session, room):
    ada = someone(mailing, "ada")
    answers = [ask(ada, password=f"wrong guess {n}") for n in range(11)]
    assert answers == [422] * 10 + [429]
    assert ask(ada) == 429
    assert postbox.connections == 0


def test_a_stranger_who_gets_the_link_by_mistake_cannot_use_it(mailing, postbox, session, room):
    """Ada has mistyped the address: whoever reads it must not have her account by it."""
    assert ask(someone(mailing, "ada")) == 303
    link = link_in(postbox)
    assert someone(mailing).post(link).status_code == 401
    assert someone(mailing).get(link).headers["Location"].startswith("/login")
    for method in (someone(mailing, "ben").get, someone(mailing, "ben").post):
        assert method(link).status_code == 410
    assert [email_of(session, room.ada), email_of(session, room.ben)] == ["ada@example.org", "ben@example.org"]


def test_nobody_learns_whether_an_address_has_an_account(mailing, postbox, session, room):
    ada = someone(mailing, "ada")
    pages = []
    for email in ("BEN@example.org", "none@example.org"):
        assert ask(ada, email) == 303
        page = ada.get("/account").text
        pages.append(re.search(r'class="notice"[^>]*>(.*?)</div>', page, re.DOTALL).group(1).replace(email, ""))
        to, mail = postbox.wait()
        assert to.lower() == email.lower()
        assert (f"{ADDRESS}/" in mail.get_content()) is (email == "none@example.org")
    assert pages[0] == pages[1]


def test_an_address_that_is_taken_by_the_time_is_refused(mailing, postbox, session, room):
    ada = someone(mailing, "ada")
    assert ask(ada) == 303
    alter(session, room.ben, email=NEW.upper())
    answer = ada.post(link_in(postbox))
    assert answer.status_code == 422
    assert "already belongs to another account" in answer.text
    assert email_of(session, room.ada) == "ada@example.org"


def test_the_link_ends_with_a_new_password_and_after_two_hours(app, session, room):
    ada = session.get_one(User, room.ada.id)
    with app.test_request_context():
        token = own_address.address_link(ada, NEW).rpartition("/")[2]
        assert own_address.read_link(ada, token) == NEW
        with pytest.raises(LinkOver):
            own_address.read_link(ada, token, now=utcnow() + timedelta(hours=2, minutes=1))
        with pytest.raises(LinkOver):
            own_address.read_link(ada, token + "x")
        ada.session_epoch += 1
        with pytest.raises(LinkOver):
            own_address.read_link(ada, token)


def test_the_letter_case_of_the_own_address_can_change(mailing, postbox, session, room):
    ada = someone(mailing, "ada")
    assert ask(ada, "ada@example.org") == 422
    assert ask(ada, "Ada@Example.org") == 303
    assert ada.post(link_in(postbox, "Ada@Example.org")).status_code == 303
    assert email_of(session, room.ada) == "Ada@Example.org"


def test_not_many_strangers_are_mailed(mailing, postbox):
    ada = someone(mailing, "ada")
    answers = [ask(ada, f"s{n}@x.org") for n in range(4)]
    assert answers == [303, 303, 303, 429]


def test_without_mail_the_page_says_who_can_change_it(app, visit, session, room):
    app.extensions["chainrule.mailer"]._settings = app.extensions["chainrule.settings"].model_copy(
        update={"env": "production"}
    )
    ada: Visitor = visit("ada")
    assert "data-no-mail" in ada.get(ADDRESS).text
    assert ask(ada) == 422


def test_who_holds_an_unconfirmed_account_does_not_take_the_courses_of_its_address_along(
    mailing, postbox, session, room
):
    """A thief has registered Ada's address. With a mailbox of their own, they would confirm it and enter her course."""
    alter(session, room.ada, is_unconfirmed=True)
    thief = someone(mailing, "ada")
    assert "data-why-not" in thief.get(ADDRESS).text
    assert ask(thief, "thief@x.org") == 422
    assert postbox.connections == 0
    confirmation.vouch(session, room.ada, room.course.id)
    session.commit()
    assert ask(thief, "thief@x.org") == 303
    link = link_in(postbox, "thief@x.org")
    session.add(Enrollment(course_id=room.other_course.id, user_id=room.ada.id, role=Role.STUDENT))
    session.commit()
    assert thief.post(link).status_code == 422
    assert email_of(session, room.ada) == "ada@example.org"


def test_who_has_registered_with_a_typo_confirms_the_right_address(mailing, postbox, session, room):
    alter(session, room.ada, is_unconfirmed=True)
    confirmation.vouch(session, room.ada, room.course.id)
    session.commit()
    ada = someone(mailing, "ada")
    assert ask(ada) == 303
    assert ada.post(link_in(postbox)).status_code == 303
    session.expire_all()
    assert not session.get_one(User, room.ada.id).is_unconfirmed


def test_the_email_to_a_new_address_holds_no_message_of_the_person_who_asked(mailing, postbox):
    """Or anyone with an account could send advertisements to strangers in the name of the site."""
    ada = someone(mailing, "ada")
    ada.post("/account/name", {"full_name": "You have won! Go to https://evil.example"})
    assert ask(ada, "stranger@x.org") == 303
    _, mail = postbox.wait()
    assert "evil.example" not in mail.get_content()
    assert "the Chainrule account ada@example.org" in mail.get_content()


def test_the_check_of_the_password_holds_nobody_up(mailing, postbox, session, room, watched):
    alter(session, room.ada, is_unconfirmed=True)
    ada = someone(mailing, "ada")
    watched.could_write.clear()
    assert ask(ada) == 422  # the course is closed to her
    confirmation.vouch(session, room.ada, room.course.id)
    session.commit()
    assert ask(ada) == 303
    assert watched.could_write == [True]
