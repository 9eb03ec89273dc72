"""API tokens on the account page."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.accounts.models import ApiToken, Scope


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
