"""Weakened sandboxes: layers left out, and calls allowed that the policy refuses. Only a test can start one.

A layer that stands behind another one cannot be seen to work until the one before it is opened. A worker has no way
here: `Sandbox.start` leaves layers out on request, but what the filter allows and whether the canary runs is decided
in the zygote, which these tests start by another file than a worker does (`weakened_boot.py`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from grader.sandbox import Layer, Sandbox, policy
from grader.sandbox.host import zygote_process
from grader.sandbox.host.forking_host import ForkingHost
from tests.sandbox.conftest import LIMITS
from tests.sandbox.numbers import HERE

FILES = ("open", "openat", "newfstatat", "stat", "getdents64", "fcntl", "ioctl")
NETWORK = ("socket", "connect", "fcntl", "ioctl", "getsockopt", "setsockopt")
TASKS = ("fork", "clone", "wait4", "set_robust_list")
SIGNALS = ("kill",)


@contextmanager
def weakened_sandbox(without: Collection[Layer], calls: Collection[str] = ()) -> Iterator[Sandbox]:
    """Start a sandbox without some layers, whose filter lets `calls` through and whose canary is silent."""
    boot = Path(__file__).with_name("weakened_boot.py")
    opened = json.dumps({name: HERE.get(name, -1) for name in calls})
    reasons: list[str] = []
    with mock.patch.object(zygote_process, "BOOT", boot), mock.patch.dict(policy.ENVIRONMENT, CHAINRULE_OPENED=opened):
        host = ForkingHost.try_start(LIMITS, frozenset(without), reasons)
        assert host is not None, reasons
        with Sandbox(host, LIMITS) as sandbox:
            left_out = {str(layer) for layer in without}
            assert set(sandbox.probe.missing) <= left_out, sandbox.probe
            yield sandbox
