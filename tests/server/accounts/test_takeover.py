"""Taking back an account: whoever took it over keeps no session, no token and no link."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import links, tokens, users
from server.accounts.errors import SessionsEnded, WrongPassword
from server.accounts.models import AuditEvent, User
from tests.server.accounts.codes import ADA, actions, clock, set_up
from tests.server.classroom import PASSWORD, Classroom
from tests.server.conftest import Visitor

__all__ = ["clock"]

NEW = "another long password"


@pytest.fixture
def thief(app: Flask, session: Session, room: Classroom) -> Visitor:
    """Someone who made an API token while they had Ada's account."""
    _, secret = tokens.create_token(session, session.get_one(User, room.ada.id), "thief")
    session.commit()
    visitor = Visitor(app)
    visitor.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    assert may_act(visitor)
    return visitor


def may_act(visitor: Visitor) -> bool:
    return visitor.get("/api/v1/me").status_code == 200


def reset(app: Flask, session: Session, user_id: int, visitor: Visitor) -> None:
    with app.test_request_context():
        link = links.confirming_link(session.get_one(User, user_id))
    session.commit()  # SQLite has one lock for writing
    answer = visitor.post(f"/reset/{link.rpartition('/')[2]}", {"new": NEW, "again": NEW})
    assert answer.status_code == 303


def test_a_reset_by_link_ends_every_token(app, session, room, visit, thief):
    reset(app, session, room.ada.id, visit())
    assert not may_act(thief)


def test_a_reset_takes_back_an_account_that_somebody_else_registered(app, session, room, visit, thief):
    session.get_one(User, room.ada.id).is_unconfirmed = True
    session.commit()
    reset(app, session, room.ada.id, visit())
    assert not may_act(thief)


def test_a_new_password_ends_every_token_and_the_page_says_so(visit, thief):
    ada: Visitor = visit("ada")
    before = ada.get("/account").text
    assert "Changing your password revokes all your tokens." in before
    assert "Changing your password logs you out everywhere else and revokes your API tokens." in before
    ada.post("/account/password", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert not may_act(thief)
    page = ada.get("/account").text
    assert "your API tokens have been revoked" in page
    assert "No tokens yet." in page


def test_logging_out_everywhere_ends_every_token(visit, thief):
    ada: Visitor = visit("ada")
    ada.post("/account/sessions/end")
    assert not may_act(thief)
    assert "your API tokens have been revoked" in ada.get("/account").text


def test_the_tokens_of_others_stay(app, session, room, visit):
    _, secret = tokens.create_token(session, session.get_one(User, room.ben.id), "laptop")
    session.commit()
    visit("ada").post("/account/sessions/end")
    assert tokens.find_token(session, secret) is not None


def test_each_token_that_ends_is_in_the_audit_log(session, visit, thief):
    visit("ada").post("/account/sessions/end")
    done = session.scalars(select(AuditEvent).where(AuditEvent.action == "token.revoked")).one()
    assert done.data == {"name": "thief", "because": "account.sessions_ended"}


def test_switching_off_ends_sessions_and_tokens_for_good(session, room, visit, thief):
    ada: Visitor = visit("ada")
    user = session.get_one(User, room.ada.id)
    users.switch_off(session, None, user)
    session.commit()
    users.switch_on(session, None, user)
    session.commit()
    assert ada.get("/account").status_code == 302
    assert not may_act(thief)


def test_a_token_that_is_being_made_while_the_account_is_taken_back_is_refused(app, session, room):
    with app.extensions["chainrule.sessions"]() as elsewhere:
        ada = elsewhere.get_one(User, room.ada.id)  # as the thief's request found her, before the reset
        elsewhere.commit()
        ada_now = session.get_one(User, room.ada.id)
        users.end_sessions(session, ada_now, ada_now)
        session.commit()
        with pytest.raises(SessionsEnded):
            tokens.create_token(elsewhere, ada, "late")


def test_the_old_password_changes_nothing_while_the_account_is_taken_back(app, session, room):
    with app.extensions["chainrule.sessions"]() as elsewhere:
        ada = elsewhere.get_one(User, room.ada.id)  # as the thief's request found her, before the reset
        elsewhere.commit()
        users.change_password(session, session.get_one(User, room.ada.id), current=PASSWORD, new=NEW)
        session.commit()
        with pytest.raises(WrongPassword):
            users.change_password(elsewhere, ada, current=PASSWORD, new="the password of a thief")


def test_the_owner_of_an_address_is_not_kept_out_by_the_second_factor_of_who_registered_it(
    app, session, room, visit, clock
):
    thief: Visitor = visit("ada")
    set_up(thief, clock)
    session.get_one(User, room.ada.id).is_unconfirmed = True
    session.commit()
    reset(app, session, room.ada.id, visit())
    owner: Visitor = visit()
    owner.post("/login", {"email": ADA, "password": NEW})
    assert owner.get("/account").status_code == 200
    assert "account.second_factor_reset" in actions(session)


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_other_links_leave_the_second_factor_on(app, session, room, visit, clock, is_confirmed):
    """A link to an address that was confirmed before, and one that the staff of a course hand out."""
    set_up(visit("ada"), clock)
    ada = session.get_one(User, room.ada.id)
    ada.is_unconfirmed = not is_confirmed
    with app.test_request_context():
        link = links.confirming_link(ada) if is_confirmed else links.shown_link(ada, [room.course.id])
    session.commit()
    assert visit().post(f"/reset/{link.rpartition('/')[2]}", {"new": NEW, "again": NEW}).status_code == 303
    answer = visit().post("/login", {"email": ADA, "password": NEW})
    assert answer.location == "/login/code"
