"""Real processes of the platform, to be killed by tests."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
from sqlalchemy import func, select

from server.submissions.models import Grading, Job, JobState, Submission
from tests.server.world import World
from tests.services import wait_until

ROOT = Path(__file__).parents[2]
CLIENT = httpx.Client(timeout=5)  # one for all: each makes a TLS context, which takes as long as an answer


class Platform:
    """Starts processes with one environment and remembers them."""

    def __init__(self, database_url: str, redis_url: str, directory: Path, world: World) -> None:
        self.world = world
        self.directory = directory
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("CHAINRULE_")},
            "CHAINRULE_DATABASE_URL": database_url,
            "CHAINRULE_REDIS_URL": redis_url,
            "PYTHONWARNINGS": "default",
        }
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        log = self.directory / f"{len(self._processes)}-{arguments[-1].rpartition('.')[2]}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env={**self.environment, **{f"CHAINRULE_{key}": value for key, value in environment.items()}},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def worker(self, **environment: str) -> subprocess.Popen[bytes]:
        return self.start("-m", "tests.faults.scripted_worker", **environment)

    def real_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        """The worker as it is installed: sandbox and grader included."""
        return self.start("-m", "server.worker.consumer", **environment)

    def reconciler(self, **environment: str) -> subprocess.Popen[bytes]:
        return self.start("-m", "server.worker.reconciler", **environment)

    def web(self) -> tuple[subprocess.Popen[bytes], str]:
        """A web server that answers, and its address."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{probe.getsockname()[1]}"
        process = self.start(
            "-m", "gunicorn", "-c", "python:server.gunicorn", "--bind", address, "server:create_app()"
        )  # fmt: skip
        wait_until(lambda: _answers(f"http://{address}/healthz"), timeout_s=30, what="the web server answers")
        return process, f"http://{address}"

    def logs(self) -> str:
        return "\n".join(path.read_text(errors="replace")[-3000:] for path in sorted(self.directory.glob("*.log")))

    def states(self) -> dict[JobState, int]:
        with self.world.sessions() as session:
            return dict(session.execute(select(Submission.state, func.count()).group_by(Submission.state)).all())

    def wait_running(self, count: int = 1) -> None:
        wait_until(lambda: self.states().get(JobState.RUNNING) == count, timeout_s=30, what=f"{count} running")

    def wait_graded(self, count: int, *, timeout_s: float = 90) -> None:
        """Wait until `count` submissions are graded; then check that each has exactly one grading."""
        try:
            wait_until(lambda: self.states() == {JobState.GRADED: count}, timeout_s=timeout_s, what=f"{count} graded")
        except BaseException:
            print(self.states(), self.logs())
            raise
        with self.world.sessions() as session:
            per_submission = session.execute(
                select(Submission.id, func.count(Grading.id)).outerjoin(Grading).group_by(Submission.id)
            ).all()
            assert {number for _, number in per_submission} == {1}
            assert set(session.scalars(select(Job.state))) == {JobState.GRADED}

    def stop_all(self) -> None:
        for process in self._processes:
            kill_tree(process)


def _answers(url: str) -> bool:
    try:
        return CLIENT.get(url).status_code == 200
    except httpx.HTTPError:
        return False


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all of them ended; nobody may have collected them yet."""
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


def pool_processes(worker: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The grading processes of a worker."""
    return psutil.Process(worker.pid).children()


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of a process that this test started, and of all that it started."""
    with contextlib.suppress(psutil.NoSuchProcess):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGCONT)
        process.kill()
    process.wait()
