"""Sandboxes to attack: one for each tier, started once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.sandbox import Layer, Sandbox, SandboxUnavailable
from grader.sandbox.types import Limits, Tier
from tests.conftest import missing

LIMITS = Limits(cpu_time_s=2.0, wall_time_s=8.0, memory_bytes=128 << 20)
OUTER_LAYERS = frozenset({Layer.NAMESPACES, Layer.CGROUPS})


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
