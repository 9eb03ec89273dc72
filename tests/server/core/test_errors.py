"""What goes wrong is said clearly, to people as a page and to programs as problem details."""

from __future__ import annotations

import pytest
import structlog
from flask import Flask, abort
from werkzeug.exceptions import NotFound

from server.accounts.sessions import public
from server.core import logs
from tests.server.conftest import Visitor


@pytest.fixture
def breaking(app: Flask) -> Flask:
    """An application with routes that fail in every way."""

    @public
    def fail(code: int) -> str:
        if code == 500:
            raise ZeroDivisionError("the secret detail")
        abort(code)

    app.add_url_rule("/fail/<int:code>", "fail", fail)
    app.add_url_rule("/api/fail/<int:code>", "api_fail", fail)
    return app


TITLES = {
    400: "could not be read",
    403: "You do not have access",
    404: "Page not found",
    405: "Method not allowed",
    413: "Too large",
    418: "could not be read",
    429: "Too many requests",
    500: "Our fault",
    503: "Busy at the moment",
}


@pytest.mark.parametrize("code", TITLES)
def test_a_person_gets_a_page_that_says_what_happened(breaking: Flask, code: int):
    answer = breaking.test_client().get(f"/fail/{code}")
    assert answer.status_code == code
    assert TITLES[code] in answer.text
    assert answer.content_type.startswith("text/html")
    assert "secret detail" not in answer.text


@pytest.mark.parametrize("code", TITLES)
@pytest.mark.parametrize(("path", "accept"), [("/api/fail", "*/*"), ("/fail", "application/json")])
def test_a_program_gets_problem_details(breaking: Flask, path: str, accept: str, code: int):
    answer = breaking.test_client().get(f"{path}/{code}", headers={"Accept": accept})
    assert answer.status_code == code
    assert answer.content_type == "application/problem+json"
    body = answer.get_json()
    assert body["status"] == code
    assert body["title"]
    assert body["detail"]
    assert "secret detail" not in answer.text


def test_an_error_page_needs_no_database(breaking: Flask):
    breaking.extensions["chainrule.engine"].dispose()
    breaking.extensions["chainrule.sessions"].configure(bind=None)
    assert breaking.test_client().get("/fail/500").status_code == 500


def test_a_wrong_method_says_which_are_right(visit):
    assert "POST" in visit("ada").get("/logout").headers["Allow"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(visit, app: Flask):
    ada: Visitor = visit("ada")
    answer = ada.post("/account/tokens", {"name": "x" * (app.config["MAX_CONTENT_LENGTH"] + 1)})
    assert answer.status_code == 413
    assert "Too large" in answer.text


def test_a_form_without_its_token_says_what_to_do(visit):
    answer = visit("ada").client.post("/account/tokens", data={"name": "x"})
    assert answer.status_code == 400
    assert "reload the page" in answer.text


def test_a_script_whose_session_has_ended_is_told_so(visit):
    answer = visit().get("/courses/dl", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.get_json()["title"] == "Unauthorized"


def test_the_log_of_a_bug_shows_no_variables(breaking: Flask, settings, capsys: pytest.CaptureFixture[str]):
    @public
    def leak() -> str:
        password = "hunter" + "2-in-a-variable"
        raise ZeroDivisionError(len(password))

    breaking.add_url_rule("/leak", "leak", leak)
    logs.configure(settings)
    try:
        breaking.test_client().get("/leak")
    finally:
        structlog.reset_defaults()
    logged = capsys.readouterr()
    text = logged.out + logged.err
    assert "ZeroDivisionError" in text
    assert "hunter2" not in text


def test_an_id_beyond_every_column_is_a_page_that_does_not_exist(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    with pytest.raises(NotFound):
        adapter.match(f"/courses/dl/gradebook/{2**31}/relu")
    endpoint, values = adapter.match(f"/courses/dl/gradebook/{2**31 - 1}/relu")
    assert (endpoint, values["user_id"]) == ("gradebook.cell", 2**31 - 1)
