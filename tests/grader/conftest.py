"""A sandbox to grade in, and ways to judge trusted code without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from exercises import Exercise, load
from grader.judge import Judge, Judged
from grader.report import Check, Verdict
from grader.sandbox import Sandbox, SandboxUnavailable
from grader.sandbox.types import Limits
from grader.unsandboxed import LocalSession
from tests.conftest import missing

LIMITS = Limits(cpu_time_s=1.0, wall_time_s=10.0, memory_bytes=128 << 20)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    try:
        started = Sandbox.start(limits=LIMITS)
    except SandboxUnavailable as error:
        missing(f"a sandbox ({error})")
    with started:
        yield started


def judged(exercise: Exercise | str, source: str, seed: int = 0) -> Judged:
    """Judge code of the test suite itself, in this process: fast, and the same checks."""
    found = load(exercise) if isinstance(exercise, str) else exercise
    return Judge(found, seed, Limits()).judge(LocalSession(), source.encode())


def failed(result: Judged) -> list[str]:
    return [check.id for check in result.checks if check.verdict not in (Verdict.AC, Verdict.SKIP)]


def check(result: Judged, name: str) -> Check:
    return next(check for check in result.checks if check.id == name)


def replaced(slug: str, old: str, new: str, accepted: int = -1) -> str:
    """An accepted solution with one place changed: a mutant."""
    source = load(slug).accepted[accepted].source
    assert source.count(old) == 1, f"{old!r} is {source.count(old)} times in it"
    return source.replace(old, new)


Judging = Callable[[str], Judged]
