"""What accepting a submission costs: CPU of one POST in web, and the waits of a class that submits all at once."""

from __future__ import annotations

import contextlib
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import update
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.pipeline import ROOT, csrf_token, enroll_class, linear, platform, wait_until_ready
from bench.row import Row
from server import create_app
from server.core.db import make_engine, make_sessions
from server.core.settings import Settings
from server.demo.course import COURSE_SLUG, PASSWORD, STUDENTS
from server.submissions.models import Job, JobState, Submission
from server.supervisor import broker

POSTS, WARM_UPS = 200, 30
BURST, CONNECTIONS = 300, 32
MANY = 1_000_000
API = "/api/v1/exercises/linear/submissions"
PAGE = f"/courses/{COURSE_SLUG}/exercises/linear"

Environ = dict[str, object]


def rows() -> list[Row]:
    """Measure in this process, without a network, and on a separate embedded platform."""
    with tempfile.TemporaryDirectory(prefix="chainrule-bench-") as directory, _web(Path(directory)) as (app, database):
        api_ms, form_ms = _api(app, database), _form(app, database)
    with platform() as (url, database):
        waits = _burst(url, database)
    return [
        Row("POST of the API alone, CPU in web, SQLite", api_ms, "ms", "≤ 8"),
        Row("POST of the page's form alone, CPU in web, SQLite", form_ms, "ms", "≤ 8"),
        Row(f"{BURST} POSTs from {CONNECTIONS} connections at once, p50", statistics.median(waits), "ms"),
        Row(
            f"{BURST} POSTs from {CONNECTIONS} connections at once, p95",
            statistics.quantiles(waits, n=20)[18],
            "ms",
            "≤ 400",
        ),
    ]


@contextlib.contextmanager
def _web(directory: Path) -> Iterator[tuple[Flask, str]]:
    """Yield a web application with the demo course and a broker, but no worker."""
    socket = directory / "broker.sock"
    redis_url, database = f"unix://{socket}?db=0", f"sqlite:///{directory}/chainrule.db"
    process = subprocess.Popen(broker.command(broker.find(), socket, directory), stdout=subprocess.DEVNULL)
    try:
        broker.wait_until_ready(redis_url)
        environment = {"CHAINRULE_STATE_DIR": str(directory), "CHAINRULE_REDIS_URL": redis_url}
        command = [sys.executable, "-m", "server.supervisor.prepare"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        settings = Settings(
            state_dir=directory,
            database_url=database,
            redis_url=redis_url,
            submissions_per_minute=MANY,
            reads_per_minute=MANY,
            source_mb_per_day=MANY,
        )
        yield create_app(settings), database
    finally:
        process.terminate()
        process.wait()


def _api(app: Flask, database: str) -> float:
    tokens = enroll_class(database, POSTS + WARM_UPS)

    def request(number: int) -> Environ:
        body = {"source": linear(), "client_key": "bench"}
        return EnvironBuilder(
            API, method="POST", json=body, headers={"Authorization": f"Bearer {tokens[number]}"}
        ).get_environ()

    return _cpu_ms(app, request)


def _form(app: Flask, database: str) -> float:
    client, sessions = app.test_client(), make_sessions(make_engine(database))
    form = {"email": STUDENTS[0][0], "password": PASSWORD, "csrf_token": csrf_token(client.get("/login").text)}
    client.post("/login", data=form)
    token, cookie = csrf_token(client.get(PAGE).text), client.get_cookie("chainrule")
    assert cookie is not None
    headers = {"Accept": "application/json", "X-CSRFToken": token, "Cookie": f"chainrule={cookie.value}"}

    def request(number: int) -> Environ:
        with sessions() as session:  # as if a worker had graded the last one
            for model in (Submission, Job):
                session.execute(update(model).where(model.state == JobState.QUEUED).values(state=JobState.GRADED))
            session.commit()
        data = {"source": linear(), "purpose": "submit", "client_key": f"bench-{number}"}
        return EnvironBuilder(f"{PAGE}/submissions", method="POST", data=data, headers=headers).get_environ()

    return _cpu_ms(app, request)


def _cpu_ms(app: Flask, request: Callable[[int], Environ]) -> float:
    """Return the median CPU time of a request, from the parsed head of it to the last byte of the response."""
    times = []
    for number in range(POSTS + WARM_UPS):
        environ = request(number)
        begun = time.process_time()
        answer, status, _ = run_wsgi_app(app, environ)
        body = b"".join(answer)
        times.append((time.process_time() - begun) * 1000)
        if not status.startswith("202"):
            raise RuntimeError(f"{status}: {body!r}")
    return statistics.median(times[WARM_UPS:])


def _burst(url: str, database: str) -> list[float]:
    """Return how long each POST waited for its answer, in ms, when a class submits while the workers grade."""
    tokens = enroll_class(database, BURST)
    wait_until_ready(url)
    body = json.dumps({"source": linear(), "client_key": "bench"})
    queue = iter(tokens)  # shared by the connections; a list's iterator is safe under threads

    def send() -> list[float]:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
        waits = []
        for token in queue:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            begun = time.perf_counter()
            connection.request("POST", API, body, headers)
            answer = connection.getresponse()
            answer.read()
            waits.append((time.perf_counter() - begun) * 1000)
            if answer.status != 202:
                raise RuntimeError(f"a submission was answered with {answer.status}")
        connection.close()
        return waits

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        senders = [pool.submit(send) for _ in range(CONNECTIONS)]
        return [wait for sender in senders for wait in sender.result()]


if __name__ == "__main__":
    for row in rows():
        print(f"{row.name:<60} {row.value:8.1f} {row.unit:<4} goal {row.goal}")
