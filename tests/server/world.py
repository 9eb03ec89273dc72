"""A small world for tests of the server: databases, a course, people, and a grader of ten lines."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from grader.report import Check, Fingerprint, Report, Stage, Verdict
from server import schema
from server.accounts.models import User
from server.core.db import make_engine, make_sessions
from server.courses.models import Assignment, AssignmentExercise
from server.submissions.models import Purpose
from server.submissions.submit import Accepted, accept
from server.worker.claims import Claim
from server.worker.grading import Canceled, OnStage
from tests.factories import enroll, make_assignment, make_course, make_user

DATABASES = ["sqlite", "postgresql"]
MIGRATED: pytest.StashKey[Path] = pytest.StashKey()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def engine(request: pytest.FixtureRequest, database_url: str) -> Iterator[Engine]:
    """A database at the newest schema."""
    put_schema(request, database_url)
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def put_schema(request: pytest.FixtureRequest, url: str) -> None:
    """Bring an empty database to the newest schema, as a copy: migrations take longer than most tests."""
    if url.startswith("sqlite"):
        shutil.copy(_migrated(request), url.removeprefix("sqlite:///"))
    else:
        request.getfixturevalue("postgres").put_schema(url)


def _migrated(request: pytest.FixtureRequest) -> Path:
    """A SQLite file at the newest schema, made once in a process."""
    stash = request.config.stash
    if MIGRATED not in stash:
        folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("schema")
        path = folder / "migrated.db"
        engine = make_engine(f"sqlite:///{path}")
        schema.upgrade(engine)
        engine.dispose()
        stash[MIGRATED] = path
    return stash[MIGRATED]


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return make_sessions(engine)


@pytest.fixture
def world(sessions: sessionmaker[Session]) -> World:
    """A course with one open assignment of two exercises, and a student in it."""
    return build_world(sessions)


@dataclass
class World:
    """Where tests hand in."""

    sessions: sessionmaker[Session]
    student: User
    linear: AssignmentExercise
    relu: AssignmentExercise
    keys: Iterator[int] = field(default_factory=itertools.count)

    def submit(
        self,
        source: str = "x = 1\n",
        *,
        user: User | None = None,
        exercise: AssignmentExercise | None = None,
        key: str | None = None,
        purpose: Purpose = Purpose.SUBMIT,
        at: datetime | None = None,
    ) -> Accepted:
        with self.sessions() as session:
            return accept(
                session,
                session.merge(user or self.student, load=False),
                session.get_one(AssignmentExercise, (exercise or self.linear).id),
                source,
                client_key=key or f"key-{next(self.keys)}",
                purpose=purpose,
                received_at=at,
            )

    def add_student(self, name: str) -> User:
        with self.sessions() as session:
            user = make_user(session, name)
            enroll(session, session.get_one(Assignment, self.linear.assignment_id).course_id, user)
            session.commit()
            return user

    def set_dates(self, **dates: datetime | None) -> None:
        with self.sessions() as session:
            assignment = session.get_one(Assignment, self.linear.assignment_id)
            for name, value in dates.items():
                setattr(assignment, name, value)
            session.commit()


def build_world(sessions: sessionmaker[Session]) -> World:
    with sessions() as session:
        course = make_course(session)
        student = make_user(session, "sam", "Sam")
        exercises = {"linear": {"position": 1, "max_points": 100}, "relu": {"position": 2, "max_points": 50}}
        items = make_assignment(session, course, exercises, position=1)
        enroll(session, course, student)
        session.commit()
        return World(sessions, student, items["linear"], items["relu"])


def report(points: int = 100, verdict: Verdict = Verdict.AC, *, slug: str = "linear", seed: int = 1) -> Report:
    """A report as the grader would write it."""
    check = Check("loads", Stage.LOADS, verdict, points, 100, "It loads.", {"worst": {"got": 1.5}})
    fingerprint = Fingerprint("e" * 64, "0", "2", "3.11", "p" * 64, "T2", {"cpu_time_s": 5.0})
    return Report(slug, 1, verdict, points, 100, seed, fingerprint, (check,), (), 1.0)


class ScriptedGrader:
    """Does what the first line of a source says: ``70``, ``CE``, ``IE``, ``crash``, ``die``, ``wait``, ``sleep 2``."""

    def __call__(self, claim: Claim, on_stage: OnStage, cancel: threading.Event) -> Report:
        word = claim.source.partition("\n")[0].lstrip("# ").strip()
        on_stage({"stage": "loads", "state": "done"})
        if word == "wait" and cancel.wait(60):
            raise Canceled
        if word.startswith("sleep") and cancel.wait(float(word.split()[1])):
            raise Canceled
        if word == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "crash":
            raise RuntimeError("the grader broke")
        if word in {"CE", "IE"}:
            return report(0, Verdict(word), slug=claim.exercise, seed=claim.seed)
        return report(int(word) if word.isdecimal() else 100, slug=claim.exercise, seed=claim.seed)

    def close(self) -> None:
        pass
