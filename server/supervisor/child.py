"""Run one child process in its own process group: restart it when it dies, and end its whole group.

A child that ends because of its configuration is not restarted: the next one would end for the same reason.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from server.core.processes import EXIT_MISCONFIGURED, die_with_parent

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STEADY_S = 60.0  # a child that ran this long restarts with the shortest pause again


class Child:
    """A program that is kept running.

    Attributes:
        name: its name in the terminal and in the log file name.
        patience_s: the seconds that it has to end after SIGTERM.
    """

    def __init__(
        self, name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path, patience_s: float
    ) -> None:
        self.name = name
        self.log = log
        self.patience_s = patience_s
        self._command = list(command)
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._deaths = 0
        self._again_at = 0.0
        self._is_final = False

    def start(self) -> None:
        """Start the program and append its output to its log."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl+C in the terminal reaches only the supervisor
                preexec_fn=_follow_parent,
            )
        self._started_at = time.monotonic()

    @property
    def pid(self) -> int | None:
        """Return the process id; None if the process does not run."""
        return self._process.pid if self._process else None

    def exit_code(self) -> int | None:
        """Return the exit code; None while the process runs or waits for its restart."""
        return self._process.poll() if self._process else None

    def tend(self, now: float) -> str | None:
        """Notice that the child died, and restart it after a pause; return a sentence for the terminal, if any."""
        if self._process is None:
            if now >= self._again_at and not self._is_final:
                self.start()
                self._started_at = now
            return None
        code = self._process.poll()
        if code is None:
            return None
        self.kill()  # what remains of its group
        self._process = None
        if code == EXIT_MISCONFIGURED:
            self._is_final = True
            return (
                f"The {self.name} cannot run with this configuration and will not be restarted. The reason is in "
                f"{self.log}"
            )
        self._deaths = 1 if now - self._started_at > STEADY_S else self._deaths + 1
        pause = min(FIRST_PAUSE_S * 2 ** (self._deaths - 1), LONGEST_PAUSE_S)
        self._again_at = now + pause
        return f"The {self.name} ended ({_describe(code)}) and will restart in {pause:g} s. See {self.log}"

    def terminate(self) -> None:
        """Send SIGTERM to the process."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self) -> None:
        """Wait up to `patience_s` for the process, then kill what remains of its group."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(self.patience_s)
        self.kill()

    def kill(self) -> None:
        """Send SIGKILL to the whole group; do nothing if it is gone."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _follow_parent() -> None:
    die_with_parent(signal.SIGTERM)


def _describe(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
