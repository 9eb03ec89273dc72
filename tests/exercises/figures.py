"""Write the figures of every exercise to docs/catalog.md: `python -m tests.exercises.figures` (make catalog).

CHAINRULE_FIGURE_SEEDS sets a smaller number of seeds; the page states the number used.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from exercises import Exercise, WrongAnswer, catalog, load
from grader.diagnosis import diagnose
from grader.judge import Judge, Judged
from grader.report import Diagnosis, Verdict
from grader.sandbox.types import Limits
from grader.unsandboxed import LocalSession
from tests.exercises.mutants import Outcome, try_all

DOCUMENT = Path(__file__).parents[2] / "docs" / "catalog.md"
SEEDS = range(int(os.environ.get("CHAINRULE_FIGURE_SEEDS", "20")))
MARGIN_SEEDS = range(10 * len(SEEDS))
HEAD = """\
# The catalog in numbers

`make catalog` generates this page.

* **accepted**, **mistakes**: the number of accepted solutions and of known mistakes.
* **named**, **misnamed**: the share of known mistakes whose first diagnosis is the expected mistake, and the share
  whose first diagnosis is another mistake, with {seeds} seeds.
* **margin**: the smallest ratio of tolerance to error over all accepted solutions, with {margin_seeds} seeds.
* **caught**, **equivalent**, **missed**: the number of small changes to accepted solutions (a sign, an operator, an
  axis, an index, a constant, a dropped term) that the checks catch, that leave the solution correct (for the reasons,
  see `tests/exercises/equivalents`), and that the checks miss.
* **CPU correct**, **CPU wrong**: the median CPU time in milliseconds to grade a correct solution, and to grade and
  diagnose a wrong one, without the sandbox, on the machine that generated this page.

| exercise | accepted | mistakes | named | misnamed | margin | caught | equivalent | missed | CPU correct | CPU wrong |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""


@dataclass(frozen=True)
class Figures:
    """The figures of one exercise; shares are from 0 to 1."""

    exercise: Exercise
    named: float
    misnamed: float
    margin: float
    mutants: Outcome
    cpu_right_ms: float
    cpu_wrong_ms: float

    def row(self) -> str:
        """One line of the table."""
        one, mutants = self.exercise, self.mutants
        cells = [
            f"`{one.slug}`",
            f"{len(one.accepted)}",
            f"{len(one.wrong_answers)}",
            f"{100 * self.named:.4g}%",
            f"{100 * self.misnamed:.3g}%",
            "exact" if self.margin == float("inf") else f"{self.margin:.0e}",
            f"{mutants.killed}",
            f"{mutants.equivalent}",
            f"{len(mutants.survived)}",
            f"{self.cpu_right_ms:.0f}",
            f"{self.cpu_wrong_ms:.0f}",
        ]
        return f"| {' | '.join(cells)} |"


def figures(exercise: Exercise) -> Figures:
    """Measure one exercise."""
    named = misnamed = 0
    wrong_cpu, right_cpu = [], []
    for seed in SEEDS:
        for wrong in exercise.wrong_answers:
            started = time.process_time()
            first = _first_diagnosis(exercise, wrong, seed)
            wrong_cpu.append((time.process_time() - started) * 1e3)
            named += first is not None and first.id == wrong.named
            misnamed += first is not None and first.id != wrong.named
        for solution in exercise.accepted:
            started = time.process_time()
            _judge(exercise, solution.source, seed)
            right_cpu.append((time.process_time() - started) * 1e3)
    count = len(SEEDS) * len(exercise.wrong_answers)
    return Figures(
        exercise,
        named / count,
        misnamed / count,
        _margin(exercise),
        try_all(exercise),
        statistics.median(right_cpu),
        statistics.median(wrong_cpu),
    )


def _judge(exercise: Exercise, source: str, seed: int) -> Judged:
    return Judge(exercise, seed, Limits()).judge(LocalSession(), source.encode())


def _first_diagnosis(exercise: Exercise, wrong: WrongAnswer, seed: int) -> Diagnosis | None:
    found = diagnose(exercise, _judge(exercise, wrong.source, seed).runs)
    return found[0] if found else None


def _margin(exercise: Exercise) -> float:
    """How many times the worst error of accepted solutions fits into the tolerance, slopes of forward left out."""
    worst = 0.0
    for seed in MARGIN_SEEDS:
        for solution in exercise.accepted:
            worst = max(worst, *(share for share in _shares(_judge(exercise, solution.source, seed))))
    return 1.0 / worst if worst else float("inf")


def _shares(judged: Judged) -> Iterator[float]:
    yield 0.0
    for check in judged.checks:
        if check.verdict is not Verdict.AC:
            raise ValueError(f"{check.id} of an accepted solution fails: {check.message}")
        if "error" in check.details and not check.id.startswith("gradcheck"):
            yield check.details["error"] / check.details["tolerance"]


def main(slugs: Sequence[str]) -> int:
    """Measure the exercises called `slugs` and print them, or all and write the document; 1 if a promise is broken."""
    rows = []
    broken = False
    for slug in slugs or catalog().slugs:
        found = figures(load(slug))
        rows.append(found.row())
        print(rows[-1], flush=True)
        broken |= found.named < 0.95 or found.misnamed >= 0.02 or found.margin < 100 or bool(found.mutants.survived)
    if not slugs:
        head = HEAD.format(seeds=len(SEEDS), margin_seeds=len(MARGIN_SEEDS))
        DOCUMENT.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
