"""The virtual environments of the other graders, which `tools/bootstrap-peers` creates."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".venv-peers"
TIME_LIMIT_S = 600.0


class UnavailableError(Exception):
    """A grader cannot be measured here; the text is the reason."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment in which one grader is installed.

    Attributes:
        bin: the folder with its programs.
        version: the version of the grader.
    """

    bin: Path
    version: str

    def run(self, *command: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run one of its programs in `folder`, which is also the home folder, so that no personal settings apply."""
        variables = {"PATH": f"{self.bin}:{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8"}
        return run([str(self.bin / command[0]), *command[1:]], folder, variables)

    def prepare(self, *command: str, folder: Path) -> None:
        """Run a program that must succeed before anything can be graded.

        Raises:
            UnavailableError: if it fails.
        """
        done = self.run(*command, folder=folder)
        if done.returncode != 0:
            raise failure(done)


def run(command: Sequence[str], folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command and keep its output."""
    return subprocess.run(
        command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", timeout=TIME_LIMIT_S,
    )  # fmt: skip


def failure(done: subprocess.CompletedProcess[str]) -> UnavailableError:
    """Return the exception for a program that failed; the last line that it printed usually says why."""
    lines = done.stdout.strip().splitlines()
    program = Path(done.args[0]).name
    return UnavailableError(f"`{program}` failed: {lines[-1] if lines else f'exit code {done.returncode}'}")


def find(name: str, folder: Path = FOLDER) -> Environment:
    """Return the environment of the package `name`.

    Raises:
        UnavailableError: if it is not installed; the reason is in the text.
    """
    failed = folder / f"{name}.failed"
    if failed.exists():
        raise UnavailableError(f"could not be installed: {failed.read_text().strip()}")
    site = [str(path) for path in folder.glob(f"{name}/lib/python*/site-packages")]
    found = next(iter(metadata.distributions(name=name, path=site)), None) if site else None
    if found is None:
        raise UnavailableError(f"not installed in {folder.name}; run `make bench-peers`")
    return Environment(folder / name / "bin", found.version)
