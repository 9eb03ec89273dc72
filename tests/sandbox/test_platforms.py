"""What a machine without Linux's layers gets: nothing, or tier T4 when it is asked for in so many words."""

from __future__ import annotations

import pytest

from tests.sandbox.test_lifecycle import start_in_a_worker

pytestmark = pytest.mark.serial

ELSEWHERE = """
    import importlib.abc
    class NotHere(importlib.abc.MetaPathFinder):
        def find_spec(self, name, path, target=None):
            linux_only = "linux landlock seccomp namespaces cgroups lockdown zygote forking forked".split()
            if name in {f"grader.sandbox.{part}" for part in linux_only} | {"fcntl"}:
                raise ImportError(name)
    sys.meta_path.insert(0, NotHere())
    sys.platform = "darwin"
"""


def test_elsewhere_a_worker_does_not_start() -> None:
    body = """
    try:
        Sandbox.start(allow_unsafe=True)
    except SandboxUnavailable as error:
        print(error, flush=True)
    """
    with start_in_a_worker(ELSEWHERE + body) as worker:
        output, errors = worker.communicate(timeout=60)
    assert "no sandbox of tier T2 or stronger" in output, errors
    assert "darwin has no layer that contains hostile code" in output


def test_elsewhere_tier_t4_runs_when_asked_for() -> None:
    body = """
    with Sandbox.start(floor=Tier.T4, allow_unsafe=True) as sandbox:
        with sandbox.session() as session:
            session.load(b"def f(x): return x + 1", "f.py", ["f"])
            print(sandbox.tier, session.run([Call(None, "f", (1,))])[0].value, flush=True)
    """
    with start_in_a_worker(ELSEWHERE + body) as worker:
        output, errors = worker.communicate(timeout=60)
    assert (output, errors) == ("T4 2\n", "")
