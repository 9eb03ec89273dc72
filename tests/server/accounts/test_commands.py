"""What operators type about accounts and tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import tokens
from server.accounts.models import ApiToken, AuditEvent, Scope, User
from server.core.db import utcnow
from tests.server.classroom import PASSWORD, Classroom
from tests.server.conftest import Visitor
from tests.server.operator import run

ADA = "ada@example.org"


@pytest.fixture
def secrets(session: Session, room: Classroom) -> list[str]:
    """Two tokens of Ada and one of Ben."""
    owners = [(room.ada.id, "laptop"), (room.ada.id, "red \x1b[31m"), (room.ben.id, "laptop")]
    made = [tokens.create_token(session, session.get_one(User, owner), name)[1] for owner, name in owners]
    session.commit()
    return made


def good(session: Session, secrets: list[str]) -> list[bool]:
    found = [tokens.find_token(session, secret) is not None for secret in secrets]
    session.commit()
    return found


def actions(session: Session) -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.actor_id.is_(None)).order_by(AuditEvent.id)
    found = list(session.scalars(query))
    session.commit()
    return found


def test_an_account_is_switched_off_with_its_sessions_and_tokens(app, session, visit, secrets):
    ada: Visitor = visit("ada")
    told = run(app, "user", "off", "ADA@example.org")
    assert told == "ada@example.org has been deactivated. All sessions have ended. 2 tokens were revoked.\n"
    assert good(session, secrets) == [False, False, True]
    assert ada.get("/account").status_code == 302
    assert visit().post("/login", {"email": ADA, "password": PASSWORD}).status_code == 422
    assert actions(session) == ["account.switched_off", "token.revoked", "token.revoked", "login.refused"]
    for words in (("user", "reset-link", ADA), ("token", "create", ADA)):
        assert "ada@example.org is deactivated. To reactivate it, run: flask --app server user on" in run(
            app, *words, fails=True
        )


def test_an_account_that_is_switched_on_again_can_log_in_afresh(app, session, visit, secrets):
    ada: Visitor = visit("ada")
    run(app, "user", "off", ADA)
    told = run(app, "user", "on", ADA)
    assert told == "ada@example.org has been reactivated. Earlier sessions and tokens are still invalid.\n"
    assert good(session, secrets) == [False, False, True]
    assert ada.get("/account").status_code == 302
    assert visit("ada").get("/account").status_code == 200
    assert actions(session)[-1] == "account.switched_on"
    assert run(app, "user", "on", ADA) == "ada@example.org is already active.\n"


def test_tokens_are_listed_with_their_dates(app, session, secrets):
    first, second = session.scalars(select(ApiToken).order_by(ApiToken.id).limit(2))
    now = utcnow()
    first.last_used_at, first.expires_at = now, now - timedelta(days=1)
    session.commit()
    assert run(app, "token", "list", ADA).splitlines() == [
        f"{second.id}  {second.prefix}…  “red �[31m”  submit  created {now:%Y-%m-%d}, never used, "
        f"expires {now + timedelta(days=180):%Y-%m-%d}",
        f"{first.id}  {first.prefix}…  “laptop”  submit  created {now:%Y-%m-%d}, last used {now:%Y-%m-%d}, "
        f"expired {now - timedelta(days=1):%Y-%m-%d}",
    ]
    assert run(app, "token", "list", "ines@example.org") == "ines@example.org has no tokens.\n"


def test_a_token_is_created_with_a_scope_and_listed_with_it(app, session, room):
    run(app, "token", "create", ADA, "--scope", "read", "--name", "status board")
    run(app, "token", "create", ADA)
    assert [token.scope for token in tokens.tokens_of(session, room.ada)] == [Scope.SUBMIT, Scope.READ]
    session.commit()  # SQLite has one lock for writing
    assert "“status board”  read  created" in run(app, "token", "list", ADA)
    assert "'staff' is not one of 'read', 'submit'" in run(app, "token", "create", ADA, "--scope", "staff", fails=True)


def test_one_token_is_revoked(app, session, secrets):
    told = run(app, "token", "revoke", ADA, "1")
    assert told == "Token 1 “laptop” for ada@example.org has been revoked.\n"
    assert good(session, secrets) == [False, True, True]
    assert actions(session) == ["token.revoked"]
    assert "ada@example.org has no token 3" in run(app, "token", "revoke", ADA, "3", fails=True)
    assert good(session, secrets) == [False, True, True]


def test_all_tokens_of_a_person_are_revoked(app, session, secrets):
    assert run(app, "token", "revoke", ADA, "--all") == "2 tokens were revoked.\n"
    assert good(session, secrets) == [False, False, True]
    assert run(app, "token", "revoke", ADA, "--all") == "0 tokens were revoked.\n"


@pytest.mark.parametrize("more", [(), ("1", "--all")])
def test_revoking_needs_one_token_or_all(app, session, secrets, more):
    assert "give either the ID of a token or --all" in run(app, "token", "revoke", ADA, *more, fails=True)
    assert good(session, secrets) == [True, True, True]


@pytest.mark.parametrize(
    "words", [("user", "off"), ("user", "on"), ("token", "list"), ("token", "create"), ("token", "revoke", "--all")]
)
def test_an_unknown_address_is_said(app: Flask, words: tuple[str, ...]):
    assert "no account with the address x@x.org" in run(app, *words, "x@x.org", fails=True)


def test_an_operator_renames_a_person(app, session, room):
    assert run(app, "user", "rename", "ADA@example.org", "--name", " Ada  Löwe") == (
        "The name of ada@example.org is now Ada Löwe.\n"
    )
    assert session.get_one(User, room.ada.id).name == "Ada Löwe"
    assert actions(session) == ["account.renamed"]
    assert "is already Ada Löwe" in run(app, "user", "rename", ADA, "--name", "Ada Löwe")
    assert "invisible" in run(app, "user", "rename", ADA, "--name", "a\u200bb", fails=True)
    assert "no account with the address" in run(app, "user", "rename", "x@x.org", "--name", "X", fails=True)


def test_an_operator_changes_an_address_which_ends_sessions_and_tokens(app, session, room, visit, secrets):
    ada: Visitor = visit("ada")
    link = run(app, "user", "reset-link", ADA).strip().removeprefix("http://127.0.0.1:8000")
    told = run(app, "user", "change-address", "Ada@example.org", "ada.l@x.org")
    assert told == (
        "The address is now ada.l@x.org. All sessions have ended, all tokens have been revoked, and pending links to "
        "set a password or confirm an address no longer work.\n"
    )
    assert ada.get("/account").status_code == 302
    assert good(session, secrets) == [False, False, True]
    assert visit().get(link).status_code == 410
    assert visit().post("/login", {"email": "ada.l@x.org", "password": PASSWORD}).status_code == 302
    query = select(AuditEvent).where(AuditEvent.action == "account.address_changed")
    assert session.scalars(query).one().data == {"email_from": ADA, "email_to": "ada.l@x.org"}


@pytest.mark.parametrize(
    ("new", "said"), [("BEN@example.org", "already belongs to another account"), ("ada", "is not an email address")]
)
def test_an_operator_gives_nobody_an_address_that_cannot_be_theirs(app, session, room, new: str, said: str):
    assert said in run(app, "user", "change-address", ADA, new, fails=True)
    assert session.get_one(User, room.ada.id).email == ADA
    session.commit()
    assert "no account with the address" in run(app, "user", "change-address", "x@x.org", "y@x.org", fails=True)
    assert "already ada@example.org" in run(app, "user", "change-address", ADA, ADA)
