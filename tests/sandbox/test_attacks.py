"""Every attack of the tables, against every target, and where it succeeds."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.compare import Kind
from grader.endings import judge_ending
from grader.report import Verdict
from grader.sandbox import Sandbox
from grader.sandbox.types import Call, End, Limits, LoadFailed, Raised, Returned, SandboxEnded
from tests.sandbox.attacks import ATTACKS, GROUPS, Attack
from tests.sandbox.conftest import LIMITS, MARK
from tests.sandbox.target import Played, Target

VICTIM = Path(f"/tmp/{MARK}-victim")
VERDICTS = {
    End.CPU_TIME: Verdict.TLE,
    End.WALL_TIME: Verdict.TLE,
    End.MEMORY: Verdict.MLE,
    End.OUTPUT: Verdict.OLE,
    End.POLICY: Verdict.SC,
    End.PROTOCOL: Verdict.SC,
    End.CRASHED: Verdict.RTE,
}


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def victim() -> Iterator[None]:
    VICTIM.write_text("precious")
    VICTIM.chmod(0o600)
    os.utime(VICTIM, (1e9, 1e9))
    yield
    for path in (VICTIM, *VICTIM.parent.glob(f"{MARK}-attack*"), *Path("/dev/shm").glob(f"{MARK}-attack*")):
        path.unlink(missing_ok=True)


def play(target: Target, attack: Attack, port: int) -> Played:
    source = attack.source.replace("chainrule-", f"{MARK}-")
    source = source.replace("{port}", str(port)).replace("{zygote}", str(target.zygote()))
    return target.play(source.encode(), ["attack"], [Call(None, "attack")], attack.limits)


def how_it_ended(played: Played) -> str | End | bool | None:
    """The exception's name, the end of the process, or what the attack returned."""
    if played.end is not None:
        return played.end
    if isinstance(played.loaded, LoadFailed):
        return played.loaded.raised.type
    (result,) = played.results
    if isinstance(result, Raised):
        return result.type
    return result.value if isinstance(result, Returned) and type(result.value) is bool else None


@pytest.mark.usefixtures("victim")
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_is_stopped(target: Target, attack: Attack, port: int) -> None:
    assert target.works(attack.limits)
    before = target.state()

    played = play(target, attack, port)

    ended = how_it_ended(played)
    assert ended in attack.endings, played
    assert ended is not True
    if isinstance(ended, End):
        finding = judge_ending(SandboxEnded(ended), attack.limits or LIMITS)
        assert (finding.kind, finding.verdict) == (Kind.RAISED, VERDICTS[ended])
    assert len(played.output) <= LIMITS.output_bytes
    assert VICTIM.read_text() == "precious"
    assert (VICTIM.stat().st_mode & 0o777, VICTIM.stat().st_mtime) == (0o600, 1e9)
    assert target.works(attack.limits)
    assert target.state() == before
    assert before.left == ()


@pytest.fixture(scope="module")
def unprotected() -> Iterator[Target]:
    from grader.sandbox.host.plain import PlainHost

    limits = Limits(cpu_time_s=5, wall_time_s=20, memory_bytes=12 << 30)
    with Sandbox(PlainHost(limits, []), limits) as sandbox:
        yield Target(sandbox)


@pytest.mark.usefixtures("victim")
@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if attack.provable], ids=lambda attack: attack.name)
def test_attack_succeeds_where_nothing_stops_it(unprotected: Target, attack: Attack, port: int) -> None:
    assert how_it_ended(play(unprotected, attack, port)) is True


def test_the_tables_are_what_they_should_be() -> None:
    names = [attack.name for attack in ATTACKS]
    assert len(names) == len(set(names))
    assert len(names) > 250
    assert all(GROUPS.values())


def test_forgotten_prints_are_cut_and_end_nothing(target: Target) -> None:
    source = b"def f():\n    for row in range(3000):\n        print('row', row, 'of the input')\n    return 1"
    played = target.play(source, ["f"], [Call(None, "f")] * 40)
    assert (played.end, len(played.results)) == (None, 40)
    assert len(played.output) == LIMITS.output_bytes
    assert played.output.startswith("row 0 of the input\nrow 1 of the input\n")


def test_an_output_flood_is_kept_up_to_its_cap(target: Target) -> None:
    played = target.play(b"while True: print('x' * 100)")
    assert (played.end, len(played.output)) == (End.OUTPUT, LIMITS.output_bytes)
