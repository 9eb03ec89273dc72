"""A plain pytest run of a test file that an instructor wrote by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.peers import environment
from bench.peers.interface import Submission

FILES = Path(__file__).parent / "linear"
TEST_FILE = FILES / "test_linear.py"
CHECKS = FILES / "checks.py"
CHECK_NAMES = ("check_forward", "check_backward", "check_numeric_gradient")
"""The functions in `CHECKS`, which every other grader also runs."""


class Pytest:
    """`pytest` next to the submission, in a process of its own."""

    lacks = "a sandbox, time and memory limits, a named mistake"
    batch = 1

    def __init__(self, folder: Path) -> None:
        self._environment = environment.find("pytest")
        self.name = f"pytest {self._environment.version}, tests written by hand"
        self._folder = folder
        shutil.copy(TEST_FILE, folder)
        shutil.copy(CHECKS, folder)

    def accepts(self, submission: Submission) -> bool:
        """Run the tests once."""
        (self._folder / "linear.py").write_text(submission.source)
        done = self._environment.run("pytest", "-q", folder=self._folder)
        if done.returncode not in (0, 1):  # 1 means that tests failed
            raise environment.failure(done)
        return done.returncode == 0
