"""Look for points that depend on the seed: `python -m tests.exercises.luck [SLUG ...]` (make luck).

Every known mistake is graded with 50 seeds, without the sandbox and without diagnoses. A mistake that gets different
points with different seeds must be listed in points_that_vary.toml with the reason. CHAINRULE_LUCK_SEEDS changes the
number of seeds.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from exercises import catalog, load
from grader.judge import Judge
from grader.sandbox.types import Limits
from grader.unsandboxed import LocalSession

SEEDS = range(int(os.environ.get("CHAINRULE_LUCK_SEEDS", "50")))
LISTED = Path(__file__).with_name("points_that_vary.toml")


def points(slug: str, seeds: Sequence[int] = SEEDS) -> dict[str, Counter[int]]:
    """Return how often each known mistake of an exercise gets which points."""
    exercise = load(slug)
    return {wrong.id: Counter(_points(slug, wrong.source, seed) for seed in seeds) for wrong in exercise.wrong_answers}


def _points(slug: str, source: str, seed: int) -> int:
    judged = Judge(load(slug), seed, Limits()).judge(LocalSession(), source.encode())
    return sum(check.points for check in judged.checks)


def listed() -> dict[str, dict[str, str]]:
    """Return the reasons in points_that_vary.toml, by exercise and mistake."""
    return tomllib.loads(LISTED.read_text(encoding="utf-8"))


def unexplained(slug: str, found: dict[str, Counter[int]]) -> Iterator[str]:
    """Yield a line for each mistake whose points vary without a reason, and for each reason that is not needed."""
    known = listed().get(slug, {})
    for id_, counts in found.items():
        shown = ", ".join(f"{points} ({count} times)" for points, count in sorted(counts.items()))
        if len(counts) > 1 and id_ not in known:
            yield f"{slug}/{id_}: {shown}"
    for id_ in sorted(known.keys() - found.keys()):
        yield f"{slug}/{id_}: listed, but there is no such mistake"


def main(slugs: Sequence[str]) -> int:
    """Print a line for each exercise and everything unexplained; return 1 if there is any."""
    problems = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for slug, found in zip(slugs, pool.map(points, slugs), strict=True):
            varying = sum(len(counts) > 1 for counts in found.values())
            print(f"{slug:20} {len(found):3} mistakes, points vary for {varying}", flush=True)
            problems += unexplained(slug, found)
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or catalog().slugs))
