"""On SQLite, a transaction that may write keeps everybody else from writing: none is open while a body arrives."""

from __future__ import annotations

import io
import json
import sqlite3

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.accounts import tokens
from server.accounts.models import User
from server.core.uploads import MAX_FORM_BYTES
from tests.server.classroom import SOURCE, Classroom
from tests.server.conftest import Visitor

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=bound"
JSON = "application/json"
DRAFT = json.dumps({"source": SOURCE, "version": 0})
ROSTER = '--bound\r\nContent-Disposition: form-data; name="text"\r\n\r\n{}\r\n--bound--\r\n'


class Arriving:
    """A body during whose arrival somebody else writes."""

    def __init__(self, body: str, database: str) -> None:
        self._body, self._database = io.BytesIO(body.encode()), database
        self.writes: list[bool] = []

    def read(self, size: int = -1) -> bytes:
        self.writes.append(self._can_write())
        return self._body.read(size)

    def _can_write(self) -> bool:
        connection = sqlite3.connect(self._database, timeout=0)
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        finally:
            connection.close()
        return True


@pytest.mark.parametrize(
    ("who", "method", "path", "kind", "body"),
    [
        ("ada", "POST", "/account/name", FORM, "full_name=Ada"),
        ("ada", "POST", "/account/name", JSON, "{}"),
        ("ada", "POST", "/account/name", "text/plain", "full_name"),
        ("ada", "PUT", "/courses/dl/exercises/linear/draft", JSON, DRAFT),
        ("ada", "POST", "/courses/dl/exercises/linear/submissions", FORM, "purpose=check&source=x"),
        ("ada", "POST", "/no/such/page", FORM, "a=b"),
        ("ines", "POST", "/courses/dl/people/import", PARTS, ROSTER.format("x" * MAX_FORM_BYTES)),
        ("api", "POST", "/api/v1/exercises/linear/submissions", JSON, json.dumps({"source": SOURCE})),
    ],
)
def test_others_can_write_while_a_body_arrives(
    app: Flask, visit, session: Session, room: Classroom, who: str, method: str, path: str, kind: str, body: str
):
    if who == "api":
        visitor: Visitor = visit()
        _, secret = tokens.create_token(session, session.get_one(User, room.ada.id), "laptop")
        session.commit()
        headers = {"Authorization": f"Bearer {secret}"}
    else:
        visitor = visit(who)
        headers = {"X-CSRFToken": visitor.csrf_token()}
    arriving = Arriving(body, app.extensions["chainrule.engine"].url.database)
    environ = {"wsgi.input": arriving, "CONTENT_LENGTH": str(len(body))}
    answer = visitor.client.open(path, method=method, content_type=kind, headers=headers, environ_overrides=environ)
    assert answer.status_code < 500
    assert arriving.writes
    assert all(arriving.writes)
