"""API tokens on the account page."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.accounts import tokens, users
from server.accounts.errors import TooManyTokens
from server.accounts.models import ApiToken, AuditEvent, Scope, User
from server.accounts.sessions import LOGIN_AT
from server.accounts.throttle import BY_PAIR
from tests.server.operator import run

ADA = "ada@example.org"


def fill(session: Session) -> User:
    """Give Ada as many tokens as an account may have; commits."""
    ada = users.find_user(session, ADA)
    for number in range(tokens.MOST):
        tokens.create_token(session, ada, f"laptop {number}")
    session.commit()
    return ada


@pytest.mark.parametrize(("sent", "stored"), [("read", Scope.READ), ("submit", Scope.SUBMIT), (None, Scope.SUBMIT)])
def test_the_scope_is_chosen_when_a_token_is_made_and_stands_in_the_list(visit, session, sent, stored):
    ada = visit("ada")
    form = {"name": "laptop"} | ({"scope": sent} if sent else {})
    assert ada.post("/account/tokens", form).status_code == 303
    assert session.scalars(select(ApiToken.scope)).all() == [stored]
    assert f"<td data-scope>{stored}</td>" in ada.get("/account").text


def test_a_scope_that_there_is_not_makes_no_token(visit, session):
    answer = visit("ada").post("/account/tokens", {"name": "laptop", "scope": "staff"})
    assert answer.status_code == 422
    assert 'id="scope-error"' in answer.text
    assert session.scalars(select(ApiToken)).all() == []


def test_an_account_has_at_most_fifty_tokens(app, visit, session):
    """Or a script could make so many that the account page, and the end of all sessions, would take minutes."""
    ada = fill(session)
    with pytest.raises(TooManyTokens):
        tokens.create_token(session, ada, "one more")
    session.rollback()
    answer = visit("ada").post("/account/tokens", {"name": "one more", "scope": "read"})
    assert answer.status_code == 422
    assert "The account already has 50 API tokens" in answer.text
    assert "The account already has 50 API tokens" in run(app, "token", "create", ADA, fails=True)
    last = session.scalars(select(ApiToken.id)).first()
    session.commit()
    assert visit("ada").post(f"/account/tokens/{last}/revoke").status_code == 302
    assert visit("ada").post("/account/tokens", {"name": "one more", "scope": "read"}).status_code == 303


@pytest.mark.parametrize(
    ("path", "form", "done"),
    [("/account/tokens", {"name": "laptop", "scope": "read"}, 303), ("/account/sessions/end", {}, 302)],
)
def test_nobody_fills_the_audit_log_with_tokens_and_logouts(visit, session, path: str, form: dict[str, str], done: int):
    ada = visit("ada")
    statuses = [ada.post(path, form).status_code for _ in range(BY_PAIR.amount + 5)]
    assert statuses == [done] * BY_PAIR.amount + [429] * 5
    assert session.scalar(select(func.count()).select_from(AuditEvent)) <= BY_PAIR.amount + 1


def test_a_thief_does_not_use_up_the_logouts_of_the_owner(visit):
    thief = visit("ada")
    while thief.post("/account/sessions/end").status_code == 302:
        pass
    ada = visit("ada")
    with ada.client.session_transaction() as cookie:
        cookie[LOGIN_AT] += 1  # the owner logged in at another second
    assert ada.post("/account/sessions/end").status_code == 302
