"""The whole platform as a user starts it: one supervisor with web, worker, reconciler and broker under it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).parents[2]
START_S = 90


class RunningPlatform:
    """``python -m server`` on a free port and a state directory of its own.

    Attributes:
        url: where it serves.
        said: what it has printed so far.
    """

    def __init__(self, state_dir: Path, **settings: str) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.said = ""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("CHAINRULE_")}
        environment |= {"PORT": str(self.port), "CHAINRULE_STATE_DIR": str(state_dir), "PYTHONUNBUFFERED": "1"}
        environment |= {f"CHAINRULE_{key}": value for key, value in settings.items()}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server"],
            cwd=ROOT, env=environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if "Ctrl+C" in line:
                self._ready.set()
        self._ready.set()

    def wait_until_ready(self) -> None:
        assert self._ready.wait(START_S), f"not ready after {START_S} s:\n{self.said}"
        assert self.process.poll() is None, f"ended with {self.process.returncode}:\n{self.said}"

    def login_of(self, who: str) -> tuple[str, str]:
        """The email address and password that it printed for `who`."""
        found = re.search(rf"{who}\D*?([\w.+-]+@[\w.-]+)\W+?(?:password\W+)?(\S+)", self.said, re.IGNORECASE)
        assert found, f"no login for {who} in:\n{self.said}"
        return found.group(1), found.group(2)

    def stop(self) -> int:
        """Ctrl+C; returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(30)
        finally:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            self.process.wait()
            self._reader.join(5)
            if self.process.stdout is not None:
                self.process.stdout.close()


def short_dir() -> tempfile.TemporaryDirectory[str]:
    """A state directory with a short path."""
    return tempfile.TemporaryDirectory(prefix="chainrule-")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
