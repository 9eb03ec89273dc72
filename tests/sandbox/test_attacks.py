"""The attacks on files, secrets, the network and other processes: tried in T1, in T2, and where they succeed."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from grader.sandbox import Sandbox
from grader.sandbox.types import Call, Limits, LoadFailed, OpResult, Raised, Returned, SandboxEnded, Tier
from tests.sandbox.attacks import ATTACKS, Attack

MARK = f"chainrule-{os.getpid()}"  # the tests may run in several processes
VICTIM = Path(f"/tmp/{MARK}-victim")


@pytest.fixture(scope="session", autouse=True)
def canary() -> Iterator[None]:
    """Something secret in the environment of the worker, from before any sandbox was started."""
    os.environ["CHAINRULE_CANARY"] = "secret"
    yield
    del os.environ["CHAINRULE_CANARY"]


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def victim() -> Iterator[None]:
    VICTIM.write_text("precious")
    VICTIM.chmod(0o600)
    yield
    for path in (VICTIM, *VICTIM.parent.glob(f"{MARK}-attack*"), *Path("/dev/shm").glob(f"{MARK}-attack*")):
        path.unlink(missing_ok=True)


def run(sandbox: Sandbox, attack: Attack, port: int) -> OpResult | SandboxEnded:
    source = attack.source.decode().replace("chainrule-", f"{MARK}-")
    source = source.replace("{port}", str(port)).replace("{zygote}", str(zygote_pid(sandbox)))
    try:
        with sandbox.session() as session:
            loaded = session.load(source.encode(), "attack.py", ["attack"])
            if isinstance(loaded, LoadFailed):
                return loaded.raised
            return session.run([Call(None, "attack")])[0]
    except SandboxEnded as ended:
        return ended


def zygote_pid(sandbox: Sandbox) -> int:
    return sandbox._host._zygote.pid if sandbox.tier is not Tier.T4 else 0


def processes_of(sandbox: Sandbox) -> int:
    return len(psutil.Process(zygote_pid(sandbox)).children(recursive=True))


def groups_of(sandbox: Sandbox) -> int:
    return sum(
        len([path for path in Path(folder).iterdir() if path.is_dir()]) for folder in sandbox._host._zygote._cgroups
    )


def works(sandbox: Sandbox) -> bool:
    with sandbox.session() as session:
        session.load(b"def f(x): return x + 1", "f.py", ["f"])
        return session.run([Call(None, "f", (1,))]) == [Returned(2)]


@pytest.mark.usefixtures("victim")
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_is_stopped(sandbox: Sandbox, attack: Attack, port: int) -> None:
    works(sandbox)
    zygote, processes, groups = zygote_pid(sandbox), processes_of(sandbox), groups_of(sandbox)

    outcome = run(sandbox, attack, port)

    if isinstance(outcome, SandboxEnded):
        assert outcome.end is attack.stopped_by, outcome
    elif isinstance(outcome, Raised):
        assert outcome.type == attack.stopped_by, outcome
    else:
        assert attack.stopped_by is False
        assert outcome == Returned(False)
    assert VICTIM.read_text() == "precious"
    assert VICTIM.stat().st_mode & 0o777 == 0o600
    assert not [*Path("/tmp").glob(f"{MARK}-attack*"), *Path("/dev/shm").glob(f"{MARK}-attack*")]
    assert works(sandbox)
    assert (zygote_pid(sandbox), processes_of(sandbox), groups_of(sandbox)) == (zygote, processes, groups)


@pytest.fixture(scope="module")
def unprotected() -> Iterator[Sandbox]:
    from grader.sandbox.plain import PlainHost

    limits = Limits(cpu_time_s=5, wall_time_s=20)
    with Sandbox(PlainHost(limits, []), limits) as sandbox:
        yield sandbox


@pytest.mark.usefixtures("victim")
@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if attack.provable], ids=lambda attack: attack.name)
def test_attack_succeeds_where_nothing_stops_it(unprotected: Sandbox, attack: Attack, port: int) -> None:
    assert run(unprotected, attack, port) == Returned(True)
