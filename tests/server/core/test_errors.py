"""What goes wrong is said clearly, to people as a page and to programs as problem details."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import NoReturn

import pytest
from flask import Flask, abort
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from server.accounts.sessions import public
from tests.server.classroom import PASSWORD
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
    413: "Request too large",
    418: "could not be read",
    429: "Too many requests",
    500: "Something went wrong on our side",
    503: "Temporarily unavailable",
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
    assert "Request too large" in answer.text


@pytest.mark.parametrize(
    ("path", "limit"), [("/courses/dl/exercises/linear/submissions", 524_288), ("/account/tokens", 64_000)]
)
def test_a_body_that_is_too_large_is_told_its_size_and_the_limit(visit, path: str, limit: int):
    ada: Visitor = visit("ada")
    body = "source=%23" + "%C3%BC" * 90_000
    kind = "application/x-www-form-urlencoded"
    page = ada.client.post(path, data=body, content_type=kind)
    program = ada.client.post(path, data=body, content_type=kind, headers={"Accept": "application/json"})
    assert (page.status_code, program.status_code) == (413, 413)
    for said in (page.text, program.get_json()["detail"]):
        assert f"{len(body):,} bytes" in said
        assert f"at most {limit:,}" in said


def test_a_form_with_too_many_fields_is_told_how_many_it_may_have(visit):
    ada: Visitor = visit("ada")
    fields = {f"f{number}": "x" for number in range(1_200)}
    answer = ada.client.post(
        "/courses/dl/exercises/linear/submissions", data=fields, content_type="multipart/form-data"
    )
    assert answer.status_code == 413
    assert "at most 1,000" in answer.text


def test_a_form_without_its_token_says_what_to_do(visit):
    answer = visit("ada").client.post("/account/tokens", data={"name": "x"})
    assert answer.status_code == 400
    assert "reload the page" in answer.text


def test_a_script_whose_session_has_ended_is_told_so(visit):
    answer = visit().get("/courses/dl", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.get_json()["title"] == "Unauthorized"


def test_the_log_of_a_bug_shows_no_variables(breaking: Flask, capsys: pytest.CaptureFixture[str]):
    @public
    def leak() -> str:
        password = "hunter" + "2-in-a-variable"
        raise ZeroDivisionError(len(password))

    breaking.add_url_rule("/leak", "leak", leak)
    breaking.test_client().get("/leak")
    logged = capsys.readouterr()
    written = logged.out + logged.err
    assert "ZeroDivisionError" in written
    assert "hunter2" not in written


def test_the_log_of_a_database_error_shows_no_parameters(
    breaking: Flask, session, capsys: pytest.CaptureFixture[str]
) -> None:
    @public
    def leak() -> str:
        session.execute(text("INSERT INTO users (email) VALUES (:email)"), {"email": "hunter" + "2@x"})
        raise AssertionError("the row was accepted")

    breaking.add_url_rule("/leak", "leak", leak)
    breaking.test_client().get("/leak")
    logged = capsys.readouterr().err
    assert "IntegrityError" in logged
    assert "hunter2" not in logged


def test_an_id_beyond_every_column_is_a_page_that_does_not_exist(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    with pytest.raises(NotFound):
        adapter.match(f"/courses/dl/gradebook/{2**31}/relu")
    endpoint, values = adapter.match(f"/courses/dl/gradebook/{2**31 - 1}/relu")
    assert (endpoint, values["user_id"]) == ("gradebook.cell", 2**31 - 1)


@pytest.fixture
def locked(app: Flask) -> Iterator[Flask]:
    """An application whose database another process has locked for writing, and which waits for it only briefly."""
    engine = app.extensions["chainrule.engine"]

    def wait_briefly(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout = 20")

    event.listen(engine, "checkout", wait_briefly)
    other = sqlite3.connect(engine.url.database)
    other.execute("BEGIN IMMEDIATE")
    yield app
    other.rollback()
    other.close()
    event.remove(engine, "checkout", wait_briefly)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_locked_database_is_busy_not_broken(locked: Flask, accept: str):
    client = locked.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/login").text)
    assert token
    data = {"csrf_token": token[1], "email": "ada@example.org", "password": PASSWORD}
    answer = client.post("/login", data=data, headers={"Accept": accept})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Nothing was saved" in answer.text


def test_a_database_that_is_away_is_busy_too_even_for_the_page_about_it(app: Flask, monkeypatch: pytest.MonkeyPatch):
    def away(*_: object, **__: object) -> NoReturn:
        raise OperationalError("SELECT 1", {}, Exception("could not connect"))

    visitor = Visitor(app, "ada@example.org")
    for name in ("execute", "scalars", "scalar", "get"):
        monkeypatch.setattr(Session, name, away)
    answer = visitor.get("/courses/dl")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "could not connect" not in answer.text


def test_a_missing_table_is_our_fault_and_not_a_busy_database(app: Flask):
    with app.extensions["chainrule.engine"].begin() as connection:
        connection.exec_driver_sql("ALTER TABLE announcements RENAME TO gone")
    assert Visitor(app, "ada@example.org").get("/courses/dl").status_code == 500
