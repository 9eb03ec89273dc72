"""A child that takes over its channel and speaks almost-right protocol always gets a verdict, and never a point."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from exercises import load
from grader import grade
from grader.report import Verdict
from grader.sandbox import Sandbox, SandboxUnavailable, codec
from grader.sandbox.host.child_process import ChildProcess
from grader.sandbox.host.forked_process import ForkedProcess
from grader.sandbox.host.plain import PlainHost
from grader.sandbox.host.process_limits import ProcessLimits
from grader.sandbox.host.zygote_process import ChildExit, PendingReap
from grader.sandbox.session import Session
from grader.sandbox.types import Call, End, SandboxEnded, Tier
from tests.conftest import missing
from tests.sandbox.conftest import OUTER_LAYERS
from tests.sandbox.hostile import LIMITS, SLUG, Play, any_play, moves, perform, signatures

RIGHT = load(SLUG).accepted[0].source


@pytest.fixture(scope="module")
def t1() -> Iterator[Sandbox]:
    try:
        sandbox = Sandbox.start(floor=Tier.T1, limits=LIMITS)
    except SandboxUnavailable as error:
        missing(f"tier T1 ({error})")
    with sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def t2() -> Iterator[Sandbox]:
    with Sandbox.start(limits=LIMITS, without=OUTER_LAYERS) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def t4() -> Iterator[Sandbox]:
    with Sandbox(PlainHost(LIMITS, ["on purpose"]), LIMITS) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("tier", "move"), [(tier, move) for tier in ("t1", "t2", "t4") for move in moves(Tier[tier.upper()])]
)
def test_every_move_ends_as_it_should(request: pytest.FixtureRequest, tier: str, move: str) -> None:
    sandbox: Sandbox = request.getfixturevalue(tier)
    for lies in (0, 1):
        assert not perform(Play(move, lies, seed=lies), sandbox).fault


@pytest.mark.parametrize("seed", range(60))
def test_any_performance_has_a_verdict_and_no_point(t2: Sandbox, seed: int) -> None:
    assert not perform(any_play(random.Random(seed), t2.tier), t2).fault


def test_the_next_submission_after_all_of_them_is_right(t1: Sandbox, t2: Sandbox, t4: Sandbox) -> None:
    for sandbox in (t1, t2, t4):
        perform(Play("flood_of_answers", 1, 0), sandbox)
        assert grade(SLUG, RIGHT, seed=1, sandbox=sandbox).verdict is Verdict.AC


def test_the_player_can_speak_the_truth(t2: Sandbox) -> None:
    """Its answers are refused for what is wrong with them: one that only lies is believed to have answered."""
    report = perform(Play("silence", 3, 5), t2).report
    loads, *others = report.checks
    assert loads.verdict is Verdict.AC
    assert any("forward" in check.message for check in others)


def test_a_flood_of_frames_in_t4_is_not_kept(t4: Sandbox) -> None:
    """Its pipes have a reader of their own, which must not fill the memory while nobody asks."""
    play = Play("flood_of_answers", 0, 1)
    with t4.session() as session:
        session.load(play.source.encode(), "linear.py", list(signatures()))
        reader, _ = session._contained._readers
        reader.join(30)
        assert not reader.is_alive()
        assert session._contained._frames.qsize() <= 2
        with pytest.raises(SandboxEnded, match="not requested"):
            session.run([])


ANSWERS_WITHOUT_READING = """
    channel.write(frame(channel.answer(random.Random(0))))
    poll = sys.modules["select"].poll()
    poll.register(channel.requests, 1)
    poll.poll()
    channel.write(frame(codec.encode(["results", 2, [["returned", 1, None]]])))
    time.sleep(60)
"""


@pytest.mark.parametrize("tier", ["t1", "t2", "t4"])
def test_an_answer_to_a_request_that_was_never_read_holds_nobody_up(
    request: pytest.FixtureRequest, tier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.sandbox.host.plain._WRITTEN_S", 0.2)
    sandbox: Sandbox = request.getfixturevalue(tier)
    source = Play("silence", 0, 0).source.replace("    MOVES[move][1]", ANSWERS_WITHOUT_READING + "    MOVES[move][1]")
    with sandbox.session() as session:
        session.load(source.encode(), "linear.py", list(signatures()))
        with pytest.raises(SandboxEnded) as info:
            session.run([Call(None, "f", (np.ones(1 << 20),))])
    assert info.value.end is End.PROTOCOL


class Parent:
    """What `ForkedProcess` needs of a zygote, for a process that is a child of the tests."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def order(self, limits: ProcessLimits) -> None:
        """Nobody comes after it."""

    def release(self, child: ChildProcess) -> PendingReap:
        """Close this side of it."""
        child.close()
        return PendingReap()

    def wait(self, reap: PendingReap) -> ChildExit:
        """Wait for it."""
        return ChildExit(self._process.wait(), 0.0, 0, 0)


# No filter holds these: a half of a channel cannot be closed in the sandbox, where shutdown() is forbidden.
HALVES = {
    "speaks no more": ("s.shutdown(socket.SHUT_WR); s.recv(1 << 20); time.sleep(60)", End.PROTOCOL),
    "listens no more": ("s.shutdown(socket.SHUT_RD); time.sleep(60)", End.WALL_TIME),  # the kernel does not say so here
    "listens and speaks no more": ("s.shutdown(socket.SHUT_RDWR); time.sleep(60)", End.PROTOCOL),
    "half an answer, then speaks no more": ("s.send(HALF); s.shutdown(socket.SHUT_WR); time.sleep(60)", End.PROTOCOL),
    "half an answer, then ends": ("s.recv(1 << 20); s.send(HALF)", End.CRASHED),
    "an answer while it is being asked": ("s.send(ANSWER); time.sleep(60)", End.PROTOCOL),
    "never reads": ("time.sleep(60)", End.WALL_TIME),
    "a stopped process": ("os.kill(os.getpid(), 19)", End.WALL_TIME),
    "killed": ("os.kill(os.getpid(), 9)", End.INFRASTRUCTURE),
}


@pytest.mark.parametrize("name", list(HALVES))
def test_a_channel_that_closes_by_halves_ends_the_session(name: str) -> None:
    body, end = HALVES[name]
    answer = codec.frame(codec.encode(["results", 1, [["returned", 1, None]]]))
    body = body.replace("HALF", repr(answer[:9])).replace("ANSWER", repr(answer))
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    reader, writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    source = f"import os, socket, time\ns = socket.socket(fileno={theirs.fileno()})\ns.recv(1)\n{body}"
    process = subprocess.Popen([sys.executable, "-I", "-c", source], pass_fds=[theirs.fileno()], stdout=writer)
    theirs.close()
    os.close(writer)
    child = ChildProcess(ProcessLimits.of(LIMITS), process.pid, os.pidfd_open(process.pid), ours, reader)
    session = Session(ForkedProcess(Parent(process), child, LIMITS, lambda: False), LIMITS)
    with process, session, pytest.raises(SandboxEnded) as info:
        session.run([Call(None, "f", (np.ones(1 << 20),))])
    assert info.value.end is end
    assert process.returncode in (0, -signal.SIGKILL)
