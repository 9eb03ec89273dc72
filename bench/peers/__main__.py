"""``python -m bench.peers [ROUNDS]``: grade the same submissions with every grader, in turns, and print a table."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from bench.grade import MISTAKE, SLUG
from bench.peers.chainrule import Cold, Warm, submissions
from bench.peers.environment import UnavailableError
from bench.peers.handwritten import CHECK_NAMES, Pytest
from bench.peers.interface import Grader
from bench.peers.measuring import in_turns, once
from bench.peers.nbgrader import NbGrader
from bench.peers.otter import Otter
from bench.peers.table import Missing, table
from grader import grade
from grader.sandbox import Sandbox

ROUNDS = 5
CLASS_SIZE = 5

GRADERS: dict[str, Callable[[Path], Grader]] = {
    "grader check": Cold,
    "pytest, tests written by hand": Pytest,
    "otter-grader": Otter,
    "nbgrader, one student": lambda folder: NbGrader(folder, 1),
    f"nbgrader, {CLASS_SIZE} students in one command": lambda folder: NbGrader(folder, CLASS_SIZE),
}


def main(rounds: int) -> int:
    """Measure all graders that are available; the others get a row with the reason."""
    console = Console(width=None if sys.stdout.isatty() else 120)
    files = submissions()
    with tempfile.TemporaryDirectory() as name, Sandbox.start() as sandbox:
        graders: list[Grader] = []
        missing: list[Missing] = []
        for number, (peer, prepare) in enumerate({"warm grade()": lambda _: Warm(sandbox), **GRADERS}.items()):
            folder = Path(name) / str(number)
            folder.mkdir()
            try:
                grader = prepare(folder)
                for submission in files:  # not measured: afterwards, the files of the grader are in the cache
                    once(grader, submission)
                graders.append(grader)
            except UnavailableError as reason:
                missing.append(Missing(peer, str(reason)))
        costs = in_turns(graders, files, rounds)
        checks = grade(SLUG, files[0].source, seed=0, sandbox=sandbox).checks
    console.print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}; "
        f"per submission, medians of {rounds} rounds in one run"
    )
    console.print()
    console.print(table(f"grading `{SLUG}`: a correct solution, and the mistake {MISTAKE}", graders, costs, missing))
    console.print()
    console.print(
        "CPU includes all processes that a grader starts. × warm: the sum of both submissions, divided by that of the "
        f"warm grade(). The other graders run {len(CHECK_NAMES)} checks, and Chainrule runs {len(checks)}."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
