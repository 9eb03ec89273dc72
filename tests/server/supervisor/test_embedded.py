"""``python -m server`` as a user starts and stops it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy import func, select

from server.accounts.tokens import create_token
from server.accounts.users import find_user
from server.core.db import make_engine, make_sessions
from server.core.processes import NICENESS
from server.demo.course import STUDENTS
from server.submissions.models import Submission
from tests.e2e.platform import ROOT, RunningPlatform, short_dir
from tests.services import wait_until

CLIENT = httpx.Client(timeout=5)
AUTOGROUPS = Path("/proc/self/autogroup").exists()


@pytest.fixture
def state() -> Iterator[Path]:
    with short_dir() as directory:
        yield Path(directory)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state directory with the demo course, which a first start spends most of its time on."""
    directory = tmp_path_factory.mktemp("prepared")
    environment = {**os.environ, "CHAINRULE_STATE_DIR": str(directory)}
    subprocess.run([sys.executable, "-m", "server.supervisor.prepare"], cwd=ROOT, env=environment, check=True)
    return directory


@pytest.fixture
def used_state(state: Path, prepared: Path) -> Path:
    """A state directory that was used before."""
    return shutil.copytree(prepared, state, dirs_exist_ok=True)


def family(platform: RunningPlatform) -> list[psutil.Process]:
    return psutil.Process(platform.process.pid).children(recursive=True)


def member(platform: RunningPlatform, part: str) -> psutil.Process:
    """The first process of the family whose command line has `part`."""

    def command(process: psutil.Process) -> str:
        with contextlib.suppress(psutil.NoSuchProcess):  # a zombie has none either
            return " ".join(process.cmdline())
        return ""

    return next(process for process in family(platform) if part in command(process))


def gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


def start_expecting_refusal(state: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "server"],
        cwd=ROOT,
        env={**os.environ, "CHAINRULE_STATE_DIR": str(state), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def submissions(state: Path) -> int:
    engine = make_engine(f"sqlite:///{state}/chainrule.db")
    try:
        with make_sessions(engine)() as session:
            return session.scalar(select(func.count()).select_from(Submission)) or 0
    finally:
        engine.dispose()


def token_of_a_student(state: Path) -> str:
    engine = make_engine(f"sqlite:///{state}/chainrule.db")
    try:
        with make_sessions(engine)() as session:
            user = find_user(session, STUDENTS[0][0])
            assert user is not None
            _, token = create_token(session, user, "test")
            session.commit()
            return token
    finally:
        engine.dispose()


def graded(url: str, token: str, key: str) -> dict[str, object]:
    """Submit the starter of `relu`; its report."""
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=20) as client:
        body = {"source": "import numpy as np\n", "client_key": key}
        found = client.post("/api/v1/exercises/relu/submissions", json=body).raise_for_status().headers["Location"]
        wait_until(lambda: client.get(found).json()["report"], timeout_s=60, what="graded")
        report: dict[str, object] = client.get(found).json()["report"]
        return report


def test_start_grade_refuse_a_second_one_stop_and_start_again_with_the_same_data(state: Path) -> None:
    first = RunningPlatform(state)
    try:
        first.wait_until_ready()
        assert first.url in first.said
        assert first.login_of("student")
        assert first.login_of("instructor")
        assert CLIENT.get(f"{first.url}/healthz").text == "healthy\n"
        wait_until(lambda: CLIENT.get(f"{first.url}/readyz").is_success, timeout_s=60, what="ready")
        refused = start_expecting_refusal(state, PORT="1")
        assert refused.returncode == 2
        assert f"in use by a running platform (process {first.process.pid})" in refused.stderr
        token = token_of_a_student(state)
        assert graded(first.url, token, "one")["exercise"] == "relu"
        processes = family(first)
        for part in ("valkey-server", "gunicorn", "server.worker.consumer", "server.worker.reconciler"):
            assert member(first, part) in processes
    finally:
        assert first.stop() == 0
    assert gone(processes)
    before = submissions(state)
    second = RunningPlatform(state)
    try:
        second.wait_until_ready()
        assert submissions(state) == before
        assert graded(second.url, token, "one")["exercise"] == "relu"  # the same key: still the first one
        assert submissions(state) == before
    finally:
        second.stop()


def test_a_killed_supervisor_leaves_nothing_behind_and_the_next_one_starts(used_state: Path) -> None:
    platform = RunningPlatform(used_state)
    try:
        platform.wait_until_ready()
        processes = family(platform)
        platform.process.kill()
        platform.process.wait()
        wait_until(lambda: gone(processes), timeout_s=60, what="every child ended")
    finally:
        platform.stop()
    again = RunningPlatform(used_state)
    try:
        again.wait_until_ready()
    finally:
        again.stop()


def test_killed_children_are_started_again_and_go_on(used_state: Path) -> None:
    platform = RunningPlatform(used_state)
    try:
        platform.wait_until_ready()
        token = token_of_a_student(used_state)
        for part in ("valkey-server", "server.worker.consumer"):
            member(platform, part).kill()
        assert graded(platform.url, token, "after")["exercise"] == "relu"
        assert "ended (killed by SIGKILL)" in platform.said
    finally:
        platform.stop()


def test_grading_yields_to_web(used_state: Path) -> None:
    platform = RunningPlatform(used_state)
    try:
        platform.wait_until_ready()
        wait_until(lambda: CLIENT.get(f"{platform.url}/readyz").is_success, timeout_s=60, what="ready")
        mine = psutil.Process().nice()
        assert member(platform, "gunicorn").nice() == mine
        for part in ("server.worker.consumer", "server.worker.reconciler"):
            process = member(platform, part)
            assert process.nice() == mine + NICENESS
            assert all(child.nice() >= mine + NICENESS for child in process.children(recursive=True))
            if AUTOGROUPS:
                assert f"nice {mine + NICENESS}\n" in Path(f"/proc/{process.pid}/autogroup").read_text()
    finally:
        platform.stop()


def test_a_taken_port_is_refused(state: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        refused = start_expecting_refusal(state, PORT=str(other.getsockname()[1]))
    assert refused.returncode == 2
    assert "is in use by another program" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_setting_that_makes_no_sense_is_refused(state: Path) -> None:
    refused = start_expecting_refusal(state, CHAINRULE_WORKERS="many")
    assert refused.returncode == 2
    assert "workers" in refused.stderr.lower()
    assert "Traceback" not in refused.stderr


def test_a_long_state_directory_with_a_space_works_and_sigterm_ends_it(state: Path, prepared: Path) -> None:
    platform = RunningPlatform(shutil.copytree(prepared, state / ("a long name " * 8) / "state"))
    try:
        platform.wait_until_ready()
        wait_until(lambda: CLIENT.get(f"{platform.url}/readyz").is_success, timeout_s=60, what="ready")
        processes = family(platform)
        platform.process.send_signal(signal.SIGTERM)
        assert platform.process.wait(40) == 0
        assert gone(processes)
    finally:
        platform.stop()


@pytest.mark.parametrize("name", ["PORT", "CHAINRULE_PORT"])
def test_a_port_that_is_no_number_is_named_as_it_was_set(state: Path, name: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in {"PORT", "CHAINRULE_PORT"}}
    environment |= {"CHAINRULE_STATE_DIR": str(state), name: "abc"}
    refused = subprocess.run(
        [sys.executable, "-m", "server"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"{name}: ")
