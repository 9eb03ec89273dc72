"""An upload and a concurrent change of the same scores, on PostgreSQL: neither is silently overwritten."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from server.accounts.models import User
from server.app import create_app
from server.core.settings import Settings
from server.courses.models import AssignmentExercise, Course
from server.gradebook import upload
from server.scores import overrides
from server.scores.models import ScoreChange
from tests.server import classroom
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor
from tests.server.gradebook.test_upload import UPLOAD, fields, send


@pytest.fixture
def settings(database_url: str, engine: Engine, tmp_path: Path) -> Settings:
    return Settings(state_dir=tmp_path, database_url=database_url, redis_url=f"unix://{tmp_path / 'nobody.sock'}?db=0")


@pytest.fixture
def room(sessions: sessionmaker[Session]) -> Classroom:
    with sessions() as session:
        return classroom.build(session)


@pytest.fixture
def ines(settings: Settings, room: Classroom) -> Iterator[Visitor]:
    app: Flask = create_app(settings)
    yield Visitor(app, "ines@example.org")
    app.extensions["chainrule.engine"].dispose()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_an_override_waits_until_the_file_is_applied(
    ines: Visitor, room: Classroom, sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
):
    """Otherwise, the file would replace an override that its preview did not show."""
    page = send(ines, b"email,linear\nada@example.org,75\n").text
    compare = upload.compare

    def override() -> None:
        with sessions() as session:
            new = overrides.NewOverride(room.ada.id, session.get_one(AssignmentExercise, room.items["linear"].id), 33)
            course, amy = session.get_one(Course, room.course.id), session.get_one(User, room.amy.id)
            overrides.override(session, course, amy, [new], "oral")
            session.commit()

    with ThreadPoolExecutor(1) as pool:

        def compare_slowly(*args, **more):
            compared = compare(*args, **more)
            others.append(pool.submit(override))
            time.sleep(0.7)
            return compared

        others = []
        monkeypatch.setattr(upload, "compare", compare_slowly)
        answer = ines.post(UPLOAD, {**fields(page), "reason": "second look"})
        assert answer.status_code == 303
        others[0].result(timeout=20)
    with sessions() as session:
        query = select(ScoreChange.from_points, ScoreChange.to_points).order_by(ScoreChange.id)
        assert session.execute(query).all() == [(None, 75), (75, 33)]
