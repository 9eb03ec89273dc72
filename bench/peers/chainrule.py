"""Chainrule itself: `grade` in a warm sandbox, and a cold `grader check`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bench.grade import MISTAKE, SLUG
from bench.peers.environment import run
from bench.peers.interface import Submission
from exercises import load
from grader import grade
from grader.report import Verdict
from grader.sandbox import Sandbox


def submissions() -> tuple[Submission, Submission]:
    """Return an accepted solution and one with a known mistake."""
    exercise = load(SLUG)
    wrong = next(one.source for one in exercise.wrong_answers if one.id == MISTAKE)
    return Submission(exercise.accepted[0].source, True), Submission(wrong, False)


class Warm:
    """`grade` in a sandbox that is already running, as in a worker of the server."""

    lacks = "–"
    batch = 10

    def __init__(self, sandbox: Sandbox) -> None:
        self.name = f"Chainrule: warm grade() in the sandbox ({sandbox.tier.value})"
        self._sandbox = sandbox
        self._exercise = load(SLUG)
        self._seed = 0

    def accepts(self, submission: Submission) -> bool:
        """Grade it ten times, each time with other data."""
        accepted = []
        for _ in range(self.batch):
            self._seed += 1
            report = grade(self._exercise, submission.source, seed=self._seed, sandbox=self._sandbox)
            accepted.append(report.verdict is Verdict.AC)
            named = report.main_diagnosis
            if not submission.is_correct and (named is None or named.id != MISTAKE):
                raise RuntimeError(f"the mistake {MISTAKE} was not named")
        return all(accepted) if submission.is_correct else any(accepted)


class Cold:
    """The command, with a sandbox for this submission alone."""

    name = "Chainrule: cold `grader check FILE`"
    lacks = "–"
    batch = 1

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"{SLUG}.py"

    def accepts(self, submission: Submission) -> bool:
        """Run it once."""
        self._file.write_text(submission.source)
        variables = {**os.environ, "HOME": str(self._file.parent)}
        done = run([sys.executable, "-m", "grader", "check", self._file.name], self._file.parent, variables)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"`grader check` failed:\n{done.stdout}")
        return done.returncode == 0
