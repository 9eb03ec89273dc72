"""Sandboxes to attack: one for each target, started once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import Pipe

import pytest

from grader.sandbox import Layer, Sandbox, SandboxUnavailable
from grader.sandbox.types import Limits, Tier
from tests.conftest import missing
from tests.sandbox.target import RemoteTarget, Target

LIMITS = Limits(cpu_time_s=2.0, wall_time_s=8.0, memory_bytes=128 << 20)
OUTER_LAYERS = frozenset({Layer.NAMESPACES, Layer.CGROUPS})
MARK = f"chainrule-{os.getpid()}"  # the tests may run in several processes


@pytest.fixture(scope="session", autouse=True)
def canary() -> Iterator[None]:
    """Something secret in the environment of the worker, from before any sandbox was started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHAINRULE_CANARY", "secret")
        patch.setenv("CHAINRULE_MARK", MARK)
        yield


@pytest.fixture(scope="session")
def t1() -> Iterator[Sandbox]:
    try:
        sandbox = Sandbox.start(floor=Tier.T1, limits=LIMITS)
    except SandboxUnavailable as error:
        missing(f"tier T1 ({error})")
    with sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def t2() -> Iterator[Sandbox]:
    with Sandbox.start(floor=Tier.T2, limits=LIMITS, without=OUTER_LAYERS) as sandbox:
        assert sandbox.tier is Tier.T2
        yield sandbox


@pytest.fixture(params=["t1", "t2"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Every test that uses this runs in T1 and in T2."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def t1_target(t1: Sandbox) -> Target:
    return Target(t1)


@pytest.fixture(scope="session")
def t2_target(t2: Sandbox) -> Target:
    return Target(t2)


@pytest.fixture(scope="session")
def unprivileged() -> Iterator[RemoteTarget]:
    """Tier T2 in a worker that is an ordinary user without capabilities, under a filter like Docker's."""
    from tests.sandbox.unprivileged import ROOT, others_may_read

    if os.geteuid() == 0 and not others_may_read():
        missing("a checkout whose files another user may read (umask 022)")
    ours, theirs = Pipe()
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.sandbox.unprivileged", "start", str(theirs.fileno())],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    with worker:
        remote = RemoteTarget(ours)
        tier, layers, user = remote.describe()
        assert (tier, user != 0) == (Tier.T2, True)
        assert not {Layer.NAMESPACES, Layer.CGROUPS, Layer.UID}.intersection(layers)
        yield remote
        ours.close()
        assert worker.wait(30) == 0


@pytest.fixture(params=["t1_target", "t2_target", "unprivileged"], ids=["t1", "t2", "unprivileged"])
def target(request: pytest.FixtureRequest) -> Target | RemoteTarget:
    """Every test that uses this runs in T1, in T2, and in T2 as a worker has it that was given nothing."""
    return request.getfixturevalue(request.param)
