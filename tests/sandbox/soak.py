"""Thousands of submissions, one in five hostile: `python -m tests.sandbox.soak [N]`.

All in one sandbox, with stretches of honest ones alone in between. Prints a table; the exit code is 1 if an honest
verdict is wrong, a hostile one gets a pass or is called our fault, anything grows, or honest ones take more than 1.5
times as long as in the stretches without hostile ones.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from exercises import catalog, load
from grader import grade
from grader.report import Verdict
from grader.sandbox import Sandbox
from grader.sandbox.types import Limits, Tier
from tests.sandbox.hostile import SLUG, any_play

LIMITS = Limits(cpu_time_s=0.3, wall_time_s=1.0, memory_bytes=128 << 20)
HOSTILE_EVERY = 5
STRETCH = 65
MOST_TIMES_SLOWER = 1.5
IDLE_S = 5.0
MOST_GROWTH_BYTES = 16 << 20

RAW = "import warnings, numpy as np\nsys = warnings.sys\nos, time = sys.modules['os'], sys.modules['time']\n"
HOSTILE = {
    "loops": RAW + "while True: pass\n",
    "loops in C": RAW + "a = np.ones((500, 500))\nwhile True: a = a @ a * 0\n",
    "sleeps": RAW + "time.sleep(60)\n",
    "takes all memory": RAW + "kept = [np.ones(1 << 18) for _ in range(1 << 20)]\n",
    "prints for ever": RAW + "while True: print('x' * 100)\n",
    "floods the channel": RAW + "while True: os.write(3, b'x' * 65536)\n",
    "forks": RAW + "os.fork()\n",
    "asks for what is forbidden": RAW + "os.kill(os.getppid(), 9)\n",
    "ends": RAW + "os._exit(0)\n",
    "crashes": RAW + "sys.modules['ctypes'].string_at(0)\n",
    "closes its channel": RAW + "os.close(3)\nwhile True: pass\n",
    "recurses": RAW + "sys.setrecursionlimit(10**8)\nclass A:\n    __repr__ = lambda self: repr([self])\nrepr(A())\n",
}
PLAYS = "speaks almost-right protocol"
NEVER = (Verdict.AC, Verdict.PAC, Verdict.IE)
"""Verdicts that no hostile submission may get."""


@dataclass(frozen=True)
class Held:
    """What the grader and its zygote hold at a moment, between two submissions.

    Attributes:
        rss_bytes: memory of the grader.
        zygote_rss_bytes: memory of the zygote.
        descriptors: open in the grader.
        zygote_descriptors: open in the zygote.
        processes: of the sandbox, spare included.
        cgroups: below the zygote's.
        threads: of the grader.
    """

    rss_bytes: int
    zygote_rss_bytes: int
    descriptors: int
    zygote_descriptors: int
    processes: int
    cgroups: int
    threads: int

    @classmethod
    def by(cls, sandbox: Sandbox) -> Held:
        """Count, when the spare that was ordered last is there."""
        handle = sandbox._host._zygote
        while handle._pending:
            handle._collect()
        own, outer = psutil.Process(), psutil.Process(handle.pid)
        below = outer.children(recursive=True)
        zygote = below[0] if sandbox.tier is Tier.T1 else outer
        _wait_until_idle(zygote)
        groups = [child for path in handle._cgroups for child in Path(path).iterdir() if child.is_dir()]
        return cls(
            own.memory_info().rss,
            zygote.memory_info().rss,
            own.num_fds(),
            zygote.num_fds(),
            1 + len(below),
            len(groups),
            own.num_threads(),
        )

    def grown(self, before: Held) -> list[str]:
        """Return what has grown since `before`, in words."""
        found = []
        for name in self.__dataclass_fields__:
            was, now = getattr(before, name), getattr(self, name)
            if now > was + (MOST_GROWTH_BYTES if name.endswith("bytes") else 0):
                found.append(f"{name} grew from {was} to {now}")
        return found


def _wait_until_idle(zygote: psutil.Process) -> None:
    """Wait until the zygote waits for orders: it announces a spare before it closes its copies of the descriptors."""
    ends_at = time.monotonic() + IDLE_S
    while zygote.status() != psutil.STATUS_SLEEPING and time.monotonic() < ends_at:
        time.sleep(0.001)


class Soak:
    """A long run in one sandbox, and what was seen in it.

    Attributes:
        alone_ms: how long honest gradings took in stretches without hostile ones.
        among_ms: how long they took among hostile ones.
        verdicts: of hostile submissions, by their kind.
        wrong: what went wrong.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.alone_ms: list[float] = []
        self.among_ms: list[float] = []
        self.verdicts: Counter[tuple[str, str]] = Counter()
        self.wrong: list[str] = []
        self._sandbox = sandbox
        self._honest = list(_honest())
        self._kinds = [*HOSTILE, PLAYS]

    def run(self, count: int) -> None:
        """Grade `count` submissions, one in five hostile; before every stretch of them a short one without."""
        for start in range(0, count, STRETCH):
            for seed in range(start, start + STRETCH // HOSTILE_EVERY):
                self._grade_honest(seed, self.alone_ms)
            for seed in range(start, min(start + STRETCH, count)):
                if seed % HOSTILE_EVERY == HOSTILE_EVERY - 1:
                    self._grade_hostile(seed)
                else:
                    self._grade_honest(seed, self.among_ms)

    def _grade_honest(self, seed: int, taken_ms: list[float]) -> None:
        slug, source, right = self._honest[seed % len(self._honest)]
        started = time.perf_counter()
        verdict = grade(slug, source, seed=seed, sandbox=self._sandbox).verdict
        taken_ms.append((time.perf_counter() - started) * 1e3)
        if (verdict is Verdict.AC) is not right or verdict not in (Verdict.AC, Verdict.PAC, Verdict.WA):
            self.wrong.append(f"{slug} with seed {seed} gets {verdict}")

    def _grade_hostile(self, seed: int) -> None:
        kind = self._kinds[seed // HOSTILE_EVERY % len(self._kinds)]
        source = HOSTILE.get(kind) or any_play(random.Random(seed), self._sandbox.tier).source
        verdict = grade(SLUG, source, seed=seed, sandbox=self._sandbox).verdict
        self.verdicts[kind, verdict.value] += 1
        if verdict in NEVER:
            self.wrong.append(f"a submission that {kind}, seed {seed}, gets {verdict}")


def _honest() -> Iterator[tuple[str, str, bool]]:
    """Yield exercise, source and whether it is right, mixed so that every stretch of a run has about the same."""
    for slug in catalog().slugs:
        exercise = load(slug)
        for solution in exercise.accepted[:2]:
            yield slug, solution.source, True
        yield slug, exercise.wrong_answers[0].source, False


def main() -> int:
    """Soak, and print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.sandbox.soak", description="Many submissions, some hostile.")
    parser.add_argument("count", type=int, nargs="?", default=5000)
    count = parser.parse_args().count
    with Sandbox.start(limits=LIMITS) as sandbox:
        Soak(sandbox).run(max(count // 10, 2 * STRETCH))  # caches fill, every exercise is loaded, every kind was seen
        soak, before, started = Soak(sandbox), Held.by(sandbox), time.perf_counter()
        soak.run(count)
        after, taken_s = Held.by(sandbox), time.perf_counter() - started
        tier = sandbox.tier
    print(f"{count} submissions in {tier}, {sum(soak.verdicts.values())} of them hostile, in {taken_s:.0f} s")
    for kind in sorted({kind for kind, _ in soak.verdicts}):
        told = ", ".join(f"{times} × {name}" for (one, name), times in soak.verdicts.most_common() if one == kind)
        print(f"  {kind:30}{told}")
    print(f"  {'':30}{'before':>14}{'after':>14}")
    for name in Held.__dataclass_fields__:
        print(f"  {name:30}{getattr(before, name):14,}{getattr(after, name):14,}")
    alone, among = median(soak.alone_ms), median(soak.among_ms)
    print(f"  honest ones: median {alone:.2f} ms alone, {among:.2f} ms among hostile ones: {among / alone:.2f} ×")
    wrong = [*soak.wrong, *after.grown(before)]
    if among > MOST_TIMES_SLOWER * alone:
        wrong.append(f"honest ones take {among / alone:.2f} times as long among hostile ones")
    print("\n".join([*wrong, f"{len(wrong)} went wrong"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
