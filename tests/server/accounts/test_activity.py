"""What happened to an account, as its owner and administrators read it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import activity, audit, tokens, users
from server.accounts.models import AuditEvent, User
from server.accounts.throttle import REFUSALS_NOTED
from tests.server.accounts.test_throttle import from_elsewhere, guess
from tests.server.classroom import PASSWORD
from tests.server.conftest import Visitor
from tests.server.operator import run

ADA = "ada@example.org"
NEW = "another long password"


def shown(page: str) -> list[str]:
    return re.findall(r'<tr data-action="([^"]+)">', page)


def test_people_see_what_happened_to_their_own_account_newest_first(visit, app, session: Session, room):
    guess(visit(), ADA, "a wrong password")
    ada: Visitor = visit("ada")
    visit("ben").post("/account/tokens", {"name": "bens own"})
    ada.post("/account/tokens", {"name": "<laptop>", "scope": "read"})
    run(app, "token", "revoke", ADA, "--all")
    ada.post("/account/password", {"current": PASSWORD, "new": NEW, "again": NEW})
    page = ada.get("/account/activity").text
    assert shown(page) == [
        "account.password_changed",
        "token.revoked",
        "token.created",
        "account.login",
        "login.refused",
    ]
    assert "“&lt;laptop&gt;”, scope: read" in page
    assert "by an operator" in page
    assert "wrong password" in page
    assert "bens own" not in page


def test_what_staff_did_in_courses_is_not_there(visit, session: Session, room):
    ada = session.get_one(User, room.ada.id)
    audit.record(session, ada, "roster.joined", subject=f"user:{ada.id}", course_id=room.course.id)
    audit.record(session, ada, "account.link_made", subject=f"user:{ada.id}", course_id=room.course.id)
    audit.record(session, ada, "exercise.paused", subject="exercise:linear")
    session.commit()
    assert shown(visit("ada").get("/account/activity").text) == ["account.login"]


def test_long_lists_come_in_pages(visit, session: Session, room):
    ada = session.get_one(User, room.ada.id)
    for _ in range(activity.PAGE_SIZE + 5):
        audit.record(session, ada, "account.sessions_ended", subject=f"user:{ada.id}")
    session.commit()
    visitor: Visitor = visit("ada")
    first = visitor.get("/account/activity").text
    assert len(shown(first)) == activity.PAGE_SIZE
    older = re.search(r'href="([^"]+)" data-older', first)[1].replace("&amp;", "&")
    second = visitor.get(older).text
    assert len(shown(second)) == 6
    assert "data-older" not in second
    assert visitor.get("/account/activity?before=x&person=ben").status_code == 200


def test_administrators_see_everybody_or_whom_they_search_for(visit, session: Session, room):
    ada, ben = session.get_one(User, room.ada.id), session.get_one(User, room.ben.id)
    tokens.create_token(session, ada, "adas token")
    tokens.create_token(session, ben, "bens token")
    token = tokens.tokens_of(session, ben)[0]
    tokens.revoke_token(session, None, ben, token.id)
    session.commit()
    root: Visitor = visit("root")
    everybody = root.get("/admin/activity").text
    assert shown(everybody) == ["account.login", "token.revoked", "token.created", "token.created"]
    for part in ("BEN", "ben@example", "Okri"):
        found = root.get(f"/admin/activity?person={part}").text
        assert shown(found) == ["token.revoked", "token.created"]
        assert "bens token" in found
        assert "adas token" not in found
    assert shown(root.get("/admin/activity?person=%25").text) == []
    assert "data-action" not in root.get("/admin/activity?person=nobody").text


@pytest.mark.parametrize("who", ["ada", "amy", "ines", "otto"])
def test_nobody_else_sees_everybody(visit, who: str):
    assert visit(who).get("/admin/activity?person=ben").status_code == 403


def test_guessers_cannot_fill_the_log(visit, session: Session, room):
    for number in range(REFUSALS_NOTED.amount + 5):
        guess(from_elsewhere(visit(), f"192.0.2.{number}"), ADA, "a wrong password")
        guess(from_elsewhere(visit(), f"192.0.2.{number}"), "nobody@example.org", "a wrong password")
    found = session.scalars(select(AuditEvent)).all()
    assert [event.action for event in found] == ["login.refused"] * REFUSALS_NOTED.amount
    assert {event.subject for event in found} == {f"user:{room.ada.id}"}


def test_a_refused_login_of_an_account_that_is_off_does_not_say_that_the_password_was_right(visit, session, room):
    users.switch_off(session, None, session.get_one(User, room.ada.id))
    session.commit()
    guess(visit(), ADA, PASSWORD)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "login.refused")).one()
    assert event.data == {"reason": "password"}
