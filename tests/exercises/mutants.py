"""Change accepted solutions in small ways and see whether the checks notice.

`python -m tests.exercises.mutants [SLUG …]` tries them all.

Each changed solution is judged in a forked child with several seeds; one that gets full points in all of them survives.
A survivor must stand in ``equivalents/<slug>.toml`` with the reason why it is right all the same. The exit code is 1 if
one does not, or if an entry there names nothing that survives.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exercises import Exercise, Solution, catalog, load
from grader.judge import Judge
from grader.sandbox.types import Limits
from grader.unsandboxed import LocalSession
from tests.exercises.mutations import Mutation, mutations

FOLDER = Path(__file__).parent / "equivalents"
SEEDS = range(3)
CPU_S = 4
WALL_S = 20
MEMORY_BYTES = 2 << 30


@dataclass
class Outcome:
    """What became of the mutants of one exercise.

    Attributes:
        slug: of the exercise.
        killed: how many were noticed.
        equivalent: survivors that are known to be right.
        survived: those that are not, with the solution they change.
        stale: entries of equivalents that name no survivor.
    """

    slug: str
    killed: int = 0
    equivalent: int = 0
    survived: list[tuple[str, Mutation]] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All mutants."""
        return self.killed + self.equivalent + len(self.survived)


def try_all(exercise: Exercise) -> Outcome:
    """Judge every mutant of every accepted solution."""
    outcome = Outcome(exercise.slug)
    known, used = equivalents(exercise.slug), set()
    for solution in exercise.accepted:
        for mutation in mutations(solution.source):
            if not survives(exercise, mutation.source):
                outcome.killed += 1
                continue
            key = _known(known, solution, mutation)
            if key is None:
                outcome.survived.append((solution.id, mutation))
            else:
                used.add(key)
                outcome.equivalent += 1
    outcome.stale = [f"{solution}: {before} → {after}" for solution, before, after in known.keys() - used]
    return outcome


def equivalents(slug: str) -> dict[tuple[str, str, str], str]:
    """The mutants that are right, by solution (* for any), before and after, with the reason."""
    path = FOLDER / f"{slug}.toml"
    if not path.exists():
        return {}
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["equivalent"]
    return {(entry["solution"], entry["before"], entry["after"]): entry["reason"] for entry in entries}


def _known(
    known: dict[tuple[str, str, str], str], solution: Solution, mutation: Mutation
) -> tuple[str, str, str] | None:
    for name in (solution.id, "*"):
        if (key := (name, mutation.before, mutation.after)) in known:
            return key
    return None


def survives(exercise: Exercise, source: str) -> bool:
    """Whether a source gets full points with every seed."""
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
            signal.alarm(WALL_S)
            code = 0 if all(_full_points(exercise, source, seed) for seed in SEEDS) else 1
        os._exit(code)
    return os.waitpid(child, 0)[1] == 0


def _full_points(exercise: Exercise, source: str, seed: int) -> bool:
    judged = Judge(exercise, seed, Limits()).judge(LocalSession(), source.encode())
    return sum(check.points for check in judged.checks) == exercise.max_points


def main(slugs: Sequence[str]) -> int:
    """Try the exercises called `slugs`, or all; print the survivors and a table."""
    outcomes = []
    for slug in slugs or catalog().slugs:
        outcome = try_all(load(slug))
        outcomes.append(outcome)
        for solution, mutation in outcome.survived:
            print(f"SURVIVED  {slug}/{solution}: {mutation}")
        for entry in outcome.stale:
            print(f"STALE     {slug}/{entry}")
        print(
            f"{slug}: {outcome.total} mutants, {outcome.killed} killed, {outcome.equivalent} equivalent, "
            f"{len(outcome.survived)} survived",
            flush=True,
        )
    return 1 if any(outcome.survived or outcome.stale for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
