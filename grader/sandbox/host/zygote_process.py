"""The worker's side of the zygote: start it, order children, and ensure that nothing outlives it."""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import uuid
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.sandbox import decoder, policy
from grader.sandbox.errors import ProtocolError, SandboxError
from grader.sandbox.host.child_process import ChildProcess
from grader.sandbox.host.process_limits import ProcessLimits
from grader.sandbox.layers import Layer
from grader.sandbox.linux import cgroups

START_TIMEOUT_S = 20.0
ANSWER_TIMEOUT_S = 10.0
BOOT = Path(__file__).parents[1] / "child" / "boot.py"
_ATTEMPTS = 4


class ZygoteLost(SandboxError):  # noqa: N818
    """The zygote no longer answers, or its child could not be locked down."""


@dataclass(frozen=True, slots=True)
class ChildExit:
    """How a child ended.

    Attributes:
        exit_code: unlike in a shell, a signal is a negative number.
        cpu_time_s: the CPU time of its whole life.
        max_rss_bytes: the peak memory, including the warm interpreter.
        oom_kills: how often the kernel killed it for exceeding its memory limit.
    """

    exit_code: int
    cpu_time_s: float
    max_rss_bytes: int
    oom_kills: int


@dataclass(slots=True)
class PendingReap:
    """A child that is being reaped.

    Attributes:
        child_exit: how it ended, once that is known.
    """

    child_exit: ChildExit | None = None


@dataclass(frozen=True, slots=True)
class PendingFork:
    """A child that was ordered, and this side of its channel and output."""

    limits: ProcessLimits
    rpc: socket.socket
    output: int


class ZygoteProcess:
    """A running zygote.

    Attributes:
        missing: layers that the machine lacks or the caller left out, each with the reason.

    Args:
        without: layers to leave out, for tests.

    Raises:
        ZygoteLost: if it does not start.
    """

    def __init__(self, without: Collection[Layer] = ()) -> None:
        self._pending: deque[PendingFork | PendingReap] = deque()
        self._forked: deque[ChildProcess] = deque()
        self._cgroups: tuple[str, ...] = ()
        self._last_error = ""
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        options = {
            "control": theirs.fileno(),
            "worker_pid": os.getpid(),
            "name": f"{os.getpid()}-{uuid.uuid4().hex[:8]}",
            "without": sorted(without),
        }
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                [sys.executable, "-s", "-P", str(BOOT), "zygote", json.dumps(options)],
                env=policy.ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl+C in the terminal is handled by the worker
            )
        try:
            answer, _ = self._receive(START_TIMEOUT_S)
        except ZygoteLost as lost:
            self.close(kill=True)
            raise ZygoteLost(f"the zygote did not start: {self._last_error}") from lost
        self.missing = {Layer(layer): str(reason) for layer, reason in answer["missing"].items()}
        self._cgroups = tuple(answer["cgroups"])

    @property
    def pid(self) -> int:
        """Return the pid of the process that was started; killing it kills all its descendants."""
        return self._process.pid

    def order(self, limits: ProcessLimits) -> None:
        """Request a child without waiting for it."""
        ours, theirs = socket.socketpair()
        reader, writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        os.set_blocking(writer, True)
        ours.setblocking(False)
        order = {"do": "fork", "memory_bytes": limits.memory_bytes, "cpu_time_s": limits.cpu_time_s}
        try:
            self._send(order, [theirs.fileno(), writer])
        except ZygoteLost:
            ours.close()
            os.close(reader)
            raise
        finally:
            theirs.close()
            os.close(writer)
        self._pending.append(PendingFork(limits, ours, reader))

    def take(self, limits: ProcessLimits) -> ChildProcess:
        """Return a live child with `limits` that has locked itself down: the oldest spare, if it fits.

        Raises:
            ZygoteLost: if no child is available.
        """
        for _ in range(_ATTEMPTS):
            self._refuse_if_gone()
            if not self._forked and not any(isinstance(one, PendingFork) for one in self._pending):
                self.order(limits)
            while not self._forked:
                self._collect()
            child = self._forked.popleft()
            if child.limits == limits and self._is_ready(child) and child.is_alive():
                return child
            child.kill()
            self.release(child)
        raise ZygoteLost(f"{_ATTEMPTS} children in a row did not survive")

    def prove(self, limits: ProcessLimits) -> None:
        """Have one spare child locked down and ready.

        Raises:
            ZygoteLost: with the name of the step that failed.
        """
        self._forked.appendleft(self.take(limits))

    def release(self, child: ChildProcess) -> PendingReap:
        """Have a child that is dead or was killed reaped, without waiting for it.

        Its memory takes milliseconds to be freed. Nothing of it is left once a child that is ordered later is ready.

        Raises:
            ZygoteLost: if the zygote is gone; this side of the child is closed in any case.
        """
        try:
            self._send({"do": "reap", "pid": child.zygote_pid})
        finally:
            child.close()
        reap = PendingReap()
        self._pending.append(reap)
        return reap

    def wait(self, reap: PendingReap) -> ChildExit:
        """Return how a released child ended; nothing of it is left afterwards.

        Raises:
            ZygoteLost: if the zygote is gone.
        """
        while reap.child_exit is None:
            self._collect()
        return reap.child_exit

    def close(self, *, kill: bool = False) -> None:
        """End the zygote and all its children, and wait for it."""
        self._control.close()
        if kill:
            self._process.kill()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr is not None and not self._process.stderr.closed:
            lines = self._process.stderr.read().decode(errors="replace").split("\n")
            self._last_error = next((line for line in reversed(lines) if line), "it printed nothing")[:1000]
            self._process.stderr.close()
        for one in self._pending:
            if isinstance(one, PendingFork):
                one.rpc.close()
                os.close(one.output)
        for child in self._forked:
            child.close()
        self._pending.clear()
        self._forked.clear()
        for path in self._cgroups:
            cgroups.remove_tree(path)

    def _refuse_if_gone(self) -> None:
        # Its end of the socket closes before its children are killed: one that looks alive may be about to die with it.
        poller = select.poll()
        poller.register(self._control, 0)
        if poller.poll(0):
            raise ZygoteLost("the zygote is gone")

    def _collect(self) -> None:
        """Wait for the answer to the oldest order; the zygote carries them out one after another."""
        if not self._pending:
            raise ZygoteLost("it was closed before it answered")
        answer, descriptors = self._receive(ANSWER_TIMEOUT_S)
        one = self._pending.popleft()
        if isinstance(one, PendingReap):
            one.child_exit = ChildExit(**answer)
        else:
            self._forked.append(ChildProcess(one.limits, answer["pid"], descriptors[0], one.rpc, one.output))

    def _is_ready(self, child: ChildProcess) -> bool:
        """Wait until the child has locked itself down; if it cannot, do not ask the zygote for another one."""
        if not child.is_ready:
            try:
                answer = decoder.decode(child.read_greeting(ANSWER_TIMEOUT_S))
                expected = sorted(str(layer) for layer in Layer if layer not in self.missing)
                if answer != ("ready", expected):
                    raise ProtocolError(f"it could not be locked down: {answer}")
            except (ProtocolError, OSError) as error:
                child.kill()
                child.close()
                raise ZygoteLost(f"a child did not get ready: {error}") from error
            child.is_ready = True
            child.lower_priority()
        return True

    def _send(self, order: dict[str, Any], descriptors: Collection[int] = ()) -> None:
        try:
            socket.send_fds(self._control, [json.dumps(order).encode()], list(descriptors))
        except OSError as error:
            raise ZygoteLost(f"the zygote accepts no requests: {error}") from error

    def _receive(self, timeout_s: float) -> tuple[dict[str, Any], list[int]]:
        poller = select.poll()
        poller.register(self._control, select.POLLIN)
        if not poller.poll(timeout_s * 1000):
            raise ZygoteLost(f"no answer in {timeout_s} s")
        try:
            data, descriptors, _, _ = socket.recv_fds(self._control, 65536, 2, socket.MSG_CMSG_CLOEXEC)
        except OSError as error:
            raise ZygoteLost(f"the zygote is gone: {error}") from error
        if not data:
            raise ZygoteLost("the zygote is gone")
        return json.loads(data), descriptors
