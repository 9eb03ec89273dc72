"""From POST to verdict on a real embedded platform: HTTP, SQL, broker, worker, sandbox and back."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from sqlalchemy import func, select

import exercises
from bench.crowd import postgresql
from bench.row import Row
from grader import grade
from grader.sandbox import Sandbox
from server.accounts.models import User
from server.accounts.tokens import create_token
from server.core.db import make_engine, make_sessions
from server.courses.models import Course, Enrollment, Role
from server.demo.course import COURSE_SLUG, PASSWORD, STUDENTS
from server.submissions.models import JobState, Submission

IDLE_RUNS = 40
BATCH = 120
SENDERS = 8
ROOT = Path(__file__).parents[1]
KINDS = {
    "child/boot.py": "sandbox",
    "server.worker.consumer": "workers",
    "gunicorn": "web",
    "valkey": "broker",
    "redis": "broker",
    "server.worker.reconciler": "reconciler",
}
"""The kinds of processes by a part of their command line."""


def rows() -> list[Row]:
    """Measure on separate platforms in temporary directories: one with SQLite, and one with PostgreSQL."""
    warm_ms = _warm_ms()
    with platform() as (url, database):
        idle_ms = _idle(url)
        batches = {"SQLite": _batch(url, database)}
    with postgresql() as postgres, platform(postgres) as (url, database):
        batches["PostgreSQL"] = _batch(url, database)
    cuts = statistics.quantiles(idle_ms, n=20)
    return [
        Row("POST to verdict over HTTP, idle, p50", statistics.median(idle_ms), "ms", "≤ 60"),
        Row("POST to verdict over HTTP, idle, p95", cuts[18], "ms", "≤ 120"),
        Row("warm grade of the same source, p50", warm_ms, "ms"),
        Row("POST to verdict ÷ warm grade", statistics.median(idle_ms) / warm_ms, "×", "≤ 2.5"),
        *(row for name, batch in batches.items() for row in batch.rows(name)),
    ]


@dataclass(frozen=True, slots=True)
class Batch:
    """What it took to grade a batch.

    Attributes:
        per_s: submissions graded per second.
        cpu_ms: the CPU time of a submission in each kind of process; that of PostgreSQL is not counted.
    """

    per_s: float
    cpu_ms: dict[str, float]

    def rows(self, database: str) -> Iterator[Row]:
        """Yield the rows for a platform with this database."""
        yield Row(f"{database}: submissions graded per second, whole pipeline", self.per_s, "1/s", "≥ 30")
        yield Row(f"{database}: CPU of a submission", sum(self.cpu_ms.values()), "ms", "≤ 45")
        for kind, cpu_ms in self.cpu_ms.items():
            yield Row(f"    of that, {kind}", cpu_ms, "ms")


@contextlib.contextmanager
def platform(database_url: str = "") -> Iterator[tuple[str, str]]:
    """Yield the address and the database of a separate embedded platform, on SQLite by default."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="chainrule-bench-") as directory:
        environment = {
            **os.environ,
            "PORT": str(port),
            "CHAINRULE_STATE_DIR": directory,
            "CHAINRULE_SUBMISSIONS_PER_MINUTE": "1000000",
            "CHAINRULE_DATABASE_URL": database_url,
        }
        command = [sys.executable, "-m", "server"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            if not any("Chainrule is at" in line for line in process.stdout):
                raise RuntimeError("the platform did not start")
            yield f"http://127.0.0.1:{port}", database_url or f"sqlite:///{directory}/chainrule.db"
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate()


def _idle(url: str) -> list[float]:
    """Return the milliseconds from sending a form to its ``done`` event, one after another, as in a browser."""
    source = linear()
    page = f"/courses/{COURSE_SLUG}/exercises/linear"
    with httpx.Client(base_url=url, timeout=60) as client:
        form = {"email": STUDENTS[0][0], "password": PASSWORD, "csrf_token": csrf_token(client.get("/login").text)}
        client.post("/login", data=form)
        headers = {"Accept": "application/json", "X-CSRFToken": csrf_token(client.get(page).text)}
        wait_until_ready(url)
        times = []
        for number in range(IDLE_RUNS + 5):
            begun = time.perf_counter()
            form = {"source": source, "purpose": "submit", "client_key": f"bench-{number}"}
            answer = client.post(f"{page}/submissions", data=form, headers=headers)
            with client.stream("GET", answer.raise_for_status().json()["events"]) as events:
                if not any(line == "event: done" for line in events.iter_lines()):
                    raise RuntimeError("a stream ended without a verdict")
            times.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.05)
    return times[5:]  # the first ones are warm-up


def _warm_ms() -> float:
    """Return how long `grade` takes for the same source in this process, with a warm sandbox."""
    times = []
    with Sandbox.start() as sandbox:
        for seed in range(IDLE_RUNS + 5):
            begun = time.perf_counter()
            grade("linear", linear(), seed=seed, sandbox=sandbox)
            times.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.05)
    return statistics.median(times[5:])


def _cpu_s() -> dict[str, float]:
    """Return the CPU time that the processes of the platform have used so far, by kind."""
    used = dict.fromkeys(KINDS.values(), 0.0)
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            command, times = " ".join(process.cmdline()), process.cpu_times()
            kind = next((kind for mark, kind in KINDS.items() if mark in command), None)
            if kind is not None:
                used[kind] += times.user + times.system + times.children_user + times.children_system
    return used


def _batch(url: str, database: str) -> Batch:
    """Let many students submit at once over the API, and wait until everything is graded."""
    tokens = enroll_class(database, BATCH)
    wait_until_ready(url)
    source = linear()
    with httpx.Client(base_url=url, timeout=60, limits=httpx.Limits(max_connections=SENDERS)) as client:

        def send(token: str) -> None:
            body = {"source": source, "client_key": "bench"}
            answer = client.post(
                "/api/v1/exercises/linear/submissions", json=body, headers={"Authorization": f"Bearer {token}"}
            )
            answer.raise_for_status()

        begun, before = time.perf_counter(), _cpu_s()
        with ThreadPoolExecutor(SENDERS) as pool:
            list(pool.map(send, tokens))
    sessions = make_sessions(make_engine(database))
    query = select(func.count()).where(Submission.client_key == "bench", Submission.state == JobState.GRADED)
    while True:
        with sessions.reading() as session:
            if session.scalar(query) == BATCH:
                break
        if time.perf_counter() - begun > 120:
            raise RuntimeError("the batch was not graded in two minutes")
        time.sleep(0.02)
    spent_s = time.perf_counter() - begun
    return Batch(BATCH / spent_s, {kind: (used - before[kind]) * 1000 / BATCH for kind, used in _cpu_s().items()})


def enroll_class(database: str, size: int) -> list[str]:
    """Add `size` students and return a token for each."""
    sessions = make_sessions(make_engine(database))
    with sessions() as session:
        course = session.scalars(select(Course).filter_by(slug=COURSE_SLUG)).one()
        users = [User(email=f"bench{n}@example.org", name=f"Bench {n}", password_hash="-") for n in range(size)]
        session.add_all(users)
        session.flush()
        session.add_all(Enrollment(course_id=course.id, user_id=user.id, role=Role.STUDENT) for user in users)
        tokens = [create_token(session, user, "bench")[1] for user in users]
        session.commit()
    return tokens


def wait_until_ready(url: str) -> None:
    """Wait until a worker and a reconciler run."""
    for _ in range(300):
        if httpx.get(f"{url}/readyz").status_code == 200:
            return
        time.sleep(0.1)
    raise RuntimeError("the platform did not become ready")


def linear() -> str:
    """Return the source of a correct solution."""
    return exercises.load("linear").accepted[0].source


def csrf_token(page: str) -> str:
    """Return the token in the forms of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"|name="csrf-token" content="([^"]+)"', page)
    if found is None:
        raise RuntimeError("the page has no CSRF token")
    return found[1] or found[2]


if __name__ == "__main__":
    for row in rows():
        print(f"{row.name:<50} {row.value:8.1f} {row.unit:<4} goal {row.goal}")
