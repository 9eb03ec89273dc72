"""What is in the memory of a submission's process, looked at from outside: nothing of ours, and no way to others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from exercises import load
from grader.plans import stages
from grader.questions import IsExpected
from grader.report import Stage
from grader.sandbox import Sandbox
from grader.sandbox.types import Call
from tests.conftest import missing
from tests.sandbox.target import Target

EXERCISE = "sigmoid"
KEEPS_EVERYTHING = b"""
import numpy as np
kept = []
class Sigmoid:
    def forward(self, x):
        kept.append(x)
        return np.zeros_like(x)
    def backward(self, g):
        kept.append(g)
        return np.zeros_like(g)
"""


def mappings(pid: int) -> Iterator[tuple[int, int, str]]:
    """Yield where each mapping of a process begins and ends, and its permissions."""
    if not os.access(f"/proc/{pid}/mem", os.R_OK):
        missing("the right to look into a locked-down process (root)")
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        place, permissions = line.split()[:2]
        start, end = (int(number, 16) for number in place.split("-"))
        yield start, end, permissions


def memory(pid: int) -> bytes:
    """Return everything that a process could read and has written."""
    parts, places = [], list(mappings(pid))
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as file:
        for start, end, permissions in places:
            if permissions.startswith("rw"):
                file.seek(start)
                try:
                    parts.append(file.read(end - start))
                except OSError:  # pages of the kernel's own, such as [vvar]
                    continue
    return b"".join(parts)


def spare_of(sandbox: Sandbox) -> int:
    Target(sandbox).settle()
    return psutil.Process(sandbox._host._zygote.pid).children(recursive=True)[-1].pid


def test_nothing_is_shared_with_the_zygote_and_nothing_can_be_written_and_executed(sandbox: Sandbox) -> None:
    assert Target(sandbox).works()
    permissions = [rights for _, _, rights in mappings(spare_of(sandbox))]
    assert len(permissions) > 20
    assert not [rights for rights in permissions if "w" in rights and ("s" in rights or "x" in rights)]


def test_a_locked_down_process_belongs_to_nobody_and_cannot_be_looked_into(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        session.load(b"x = 1", "f.py", [])
        place = Path(f"/proc/{session._contained._child._pid}")
        owner = (place / "maps").stat().st_uid
        found = dict(line.split(":\t", 1) for line in (place / "status").read_text().splitlines() if ":\t" in line)
    assert {found[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}
    assert (found["NoNewPrivs"], found["Seccomp"], found["Threads"]) == ("1", "2", "1")
    if "uid" in sandbox.probe.layers:
        assert set(found["Uid"].split()) == set(found["Gid"].split()) == {"65534"}
        assert found["CapBnd"] == "0" * 16
        assert owner == 0  # it is not dumpable: not even another process of nobody's may look


@pytest.mark.root
def test_neither_expected_values_nor_later_inputs_are_in_its_memory(sandbox: Sandbox) -> None:
    """The whole memory of the process is searched, after a forward stage that was answered wrongly."""
    plans = {plan.stage: plan for plan in stages(load(EXERCISE).spec, 11)}
    expected = [
        question.expected.value
        for plan in plans.values()
        for check in plan.checks
        for question in check.questions
        if isinstance(question, IsExpected)
    ]
    given = [op.args[0] for op in plans[Stage.FORWARD].script.ops if isinstance(op, Call)]
    upstreams = [
        op.args[0] for op in plans[Stage.BACKWARD].script.ops if isinstance(op, Call) and op.name == "backward"
    ]
    with sandbox.session() as session:
        session.load(KEEPS_EVERYTHING, "sigmoid.py", ["Sigmoid"])
        session.run(plans[Stage.FORWARD].script.ops)
        seen = memory(session._contained._child._pid)
    assert len(expected) > 5
    assert len(upstreams) > 1
    assert all(bytes_of(array) in seen for array in given), "the search finds what is there"
    assert not any(bytes_of(array) in seen for array in expected if telling(array))
    assert not any(bytes_of(array) in seen for array in upstreams if telling(array))


def bytes_of(array: object) -> bytes:
    return np.ascontiguousarray(array).tobytes()


def telling(array: object) -> bool:
    """Whether an array is one that would not be anywhere by chance."""
    return len(np.unique(np.asarray(array))) > 3
