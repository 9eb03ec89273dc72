"""What a submission costs the database, counted: statements and transactions, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from server import create_app
from server.accounts.models import ApiToken, User
from server.accounts.tokens import create_token
from server.core.settings import Settings
from server.submissions.models import Submission
from tests.server.browser import MakeApp
from tests.server.transactions import recorded
from tests.server.world import World

API = "/api/v1/exercises/linear/submissions"
PAGE = "/courses/dl/exercises/linear/submissions"


@pytest.fixture
def app(world: World, database_url: str, redis_url: str) -> Iterator[Flask]:
    app = create_app(Settings(database_url=database_url, redis_url=redis_url))
    yield app
    app.extensions["chainrule.engine"].dispose()


@pytest.fixture
def client(app: Flask, world: World) -> FlaskClient:
    with world.sessions() as session:
        _, secret = create_token(session, session.get_one(User, world.student.id), "test")
        session.commit()
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return client


@pytest.fixture
def engine_of_web(app: Flask) -> Engine:
    return app.extensions["chainrule.engine"]


def last_use(world: World) -> object:
    with world.sessions() as session:
        return session.scalars(select(ApiToken.last_used_at)).one()


def send(client: FlaskClient, key: str) -> int:
    with client.post(API, json={"source": "x = 1\n", "client_key": key}) as answer:
        return answer.status_code


def test_a_post_of_the_api_writes_in_one_transaction(
    client: FlaskClient, world: World, engine_of_web: Engine, engine: Engine
) -> None:
    lock = engine.dialect.name == "postgresql"
    with recorded(engine_of_web) as first:
        assert send(client, "a") == 202
    assert (first.writing, first.commits, first.reading) == (1, 1, 1)
    assert len(first.statements) == 8 + lock, first.statements
    assert last_use(world) is not None, "written in the same transaction"
    with world.sessions() as session:
        session.query(Submission).update({"state": "graded"})
        session.commit()
    with recorded(engine_of_web) as second:
        assert send(client, "b") == 202
    assert (second.writing, second.commits) == (1, 1)
    assert len(second.statements) == 7 + lock, "the token's use is known to the minute"


def test_a_repeated_and_a_refused_post_write_nothing_but_the_use_of_the_token(
    client: FlaskClient, world: World, engine_of_web: Engine
) -> None:
    world.set_dates(closes_at=world.student.created_at)
    with recorded(engine_of_web) as sent:
        assert send(client, "a") == 403
    assert sent.commits == 1, "the use of the token, after the response"
    assert last_use(world) is not None
    world.set_dates(closes_at=None)
    assert send(client, "b") == 202
    with recorded(engine_of_web) as sent:
        assert send(client, "b") == 202
    assert not [sql for sql in sent.statements if sql.startswith(("INSERT", "UPDATE"))]


def test_a_get_of_the_api_only_reads_and_writes_the_use_of_its_token_later(
    client: FlaskClient, world: World, engine_of_web: Engine
) -> None:
    with recorded(engine_of_web) as sent:
        answer = client.get("/api/v1/me")
        assert answer.status_code == 200
        assert (sent.reading, sent.writing) == (1, 0)
        answer.close()  # as the server does once it is sent
        assert (sent.writing, sent.commits) == (1, 1)
    used_at = last_use(world)
    assert used_at is not None
    with recorded(engine_of_web) as sent, client.get("/api/v1/me"):
        pass
    assert (sent.reading, sent.writing) == (1, 0)
    assert last_use(world) == used_at


def test_a_get_is_answered_while_the_database_cannot_be_written(
    client: FlaskClient, world: World, app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr("server.accounts.tokens.write_use", locked)
    with client.get("/api/v1/me") as answer:
        assert answer.status_code == 200
    assert "the use of a token was not stored" in capsys.readouterr().err


def test_a_form_writes_in_one_transaction_and_its_page_only_reads(make_site: MakeApp, redis_url: str) -> None:
    site = make_site(redis_url)
    client, engine = site.log_in(site.world.ada), site.app.extensions["chainrule.engine"]
    with recorded(engine) as sent:
        answer = client.post(PAGE, data={"source": "x = 1\n", "purpose": "submit", "client_key": "a"})
    assert answer.status_code == 303
    assert (sent.writing, sent.commits) == (1, 1)
    assert sent.reading == 2  # the login before the body is read, and the exercise
    assert len(sent.statements) == 7, sent.statements
    for path in ("/courses/dl", "/courses/dl/exercises/linear", answer.location, "/account", "/healthz"):
        with recorded(engine) as sent:
            assert client.get(path).status_code == 200
        assert (sent.writing, sent.commits) == (0, 0), path
