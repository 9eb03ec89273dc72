"""A plain form of an ended session: the source is kept, and only a form of this site is offered again."""

from __future__ import annotations

import pytest

from tests.server.conftest import Visitor

URL = "/courses/dl/exercises/linear/submissions"
FORM = {"source": "# <kept>\n", "purpose": "check", "client_key": "k"}
HERE, ELSEWHERE = {"Origin": "http://localhost"}, {"Origin": "http://evil.example"}


def test_without_a_login_the_page_keeps_the_source_and_begins_no_session(visit):
    answer = Visitor(visit().client.application).client.post(URL, data=FORM, headers=HERE)
    assert answer.status_code == 401
    assert "# &lt;kept&gt;" in answer.text
    assert 'href="/login"' in answer.text
    assert "Set-Cookie" not in answer.headers  # it would end a session that another tab has begun


def test_with_a_login_the_form_has_a_token_and_can_be_sent_again(visit):
    ada: Visitor = visit("ada")
    answer = ada.client.post(URL, data=FORM | {"csrf_token": "stale"}, headers=HERE)
    assert answer.status_code == 400
    assert "# &lt;kept&gt;" in answer.text
    assert 'name="csrf_token"' in answer.text
    assert ada.post(URL, FORM).status_code == 303


@pytest.mark.parametrize("headers", [ELSEWHERE, {}])
def test_a_source_from_another_site_is_not_offered(visit, headers: dict[str, str]):
    answer = visit("ada").client.post(URL, data=FORM, headers=headers)
    assert answer.status_code == 400
    assert "kept" not in answer.text


def test_a_script_is_told_that_the_token_is_stale_and_whose_session_this_is(visit, room):
    ada: Visitor = visit("ada")
    refused = ada.client.post(URL, data=FORM, headers={"Accept": "application/json"})
    assert refused.json["reason"] == "csrf"
    found = ada.get("/session").json
    assert found["user"] == room.ada.id
    headers = {"Accept": "application/json", "X-CSRFToken": found["csrf_token"]}
    assert ada.client.post(URL, data=FORM, headers=headers).status_code == 202


def test_a_session_that_nobody_has_gets_no_cookie(visit):
    answer = visit().get("/session")
    assert answer.json == {"user": None, "csrf_token": None}
    assert "Set-Cookie" not in answer.headers
