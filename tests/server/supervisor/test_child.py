"""Children: restarted with growing pauses, ended with everything they started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from server.supervisor.child import FIRST_PAUSE_S, LONGEST_PAUSE_S, STEADY_S, Child
from tests.services import wait_until

STUBBORN = (
    "import signal, subprocess, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print(child.pid, flush=True)\n"
    "time.sleep(600)\n"
)
PARENT = (
    "import sys, time\n"
    "from pathlib import Path\n"
    "from server.supervisor.child import Child\n"
    "child = Child('x', ['sleep', '600'], environment={}, log=Path(sys.argv[1]), patience_s=1)\n"
    "child.start()\n"
    "print(child.pid, flush=True)\n"
    "time.sleep(600)\n"
)


class Made:
    """Makes children that end with the test."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.children: list[Child] = []

    def __call__(self, code: str, *, patience_s: float = 0.2) -> Child:
        environment = {"PATH": os.environ["PATH"]}
        child = Child(
            "helper",
            [sys.executable, "-c", code],
            environment=environment,
            log=self._directory / "helper.log",
            patience_s=patience_s,
        )
        self.children.append(child)
        return child


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Made]:
    made = Made(tmp_path)
    yield made
    for child in made.children:
        child.kill()


def died(child: Child) -> None:
    wait_until(lambda: child.exit_code() is not None, timeout_s=20, what="the child ended")


def test_a_dead_child_is_started_again_after_its_pause(make: Made) -> None:
    child = make("raise SystemExit(3)")
    child.start()
    died(child)
    now = time.monotonic()
    said = child.tend(now)
    assert said is not None
    assert "exit code 3" in said
    assert child.tend(now + FIRST_PAUSE_S / 2) is None
    assert child.pid is None
    assert child.tend(now + FIRST_PAUSE_S) is None
    assert child.pid is not None


def test_a_child_that_cannot_run_here_is_reported_once_and_not_started_again(make: Made) -> None:
    child = make("raise SystemExit(78)")
    child.start()
    died(child)
    now = time.monotonic()
    said = child.tend(now)
    assert said is not None
    assert str(child.log) in said
    assert child.tend(now + 10 * LONGEST_PAUSE_S) is None
    assert child.pid is None


def test_pauses_grow_and_a_steady_life_is_forgiving(make: Made) -> None:
    child = make("raise SystemExit(1)")
    child.start()
    pauses = []
    now = time.monotonic()
    for _ in range(9):
        died(child)
        said = child.tend(now)
        assert said is not None
        pauses.append(float(said.partition(" will restart in ")[2].partition(" s.")[0]))
        now += LONGEST_PAUSE_S
        child.tend(now)
    assert pauses[:4] == [0.5, 1, 2, 4]
    assert pauses[-1] == LONGEST_PAUSE_S
    died(child)
    said = child.tend(now + STEADY_S + 1)
    assert said is not None
    assert "will restart in 0.5 s" in said


def test_a_stubborn_child_ends_with_all_that_it_started(make: Made, tmp_path: Path) -> None:
    child = make(STUBBORN)
    child.start()
    log = tmp_path / "helper.log"
    wait_until(lambda: log.read_text().strip(), timeout_s=20, what="the child has started its own")
    grandchild = psutil.Process(int(log.read_text()))
    child.terminate()
    child.wait()
    assert child.exit_code() == -signal.SIGKILL
    wait_until(lambda: not grandchild.is_running(), timeout_s=10, what="the grandchild ended")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells children of their parent's death")
def test_children_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "log")],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    wait_until(
        lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, timeout_s=10, what="the child ended"
    )
