"""Where an attack is tried: a sandbox and everything about its worker that an attack could have changed.

The same few questions are answered by a sandbox of this process (`Target`) and by one whose worker is another process
(`RemoteTarget`), so that a table of attacks runs against every target alike.
"""

from __future__ import annotations

import contextlib
import os
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from grader import grade
from grader.report import Report
from grader.sandbox import Sandbox
from grader.sandbox.types import Call, End, Limits, Loaded, LoadFailed, Op, OpResult, Returned, SandboxEnded, Tier


@dataclass(frozen=True)
class Played:
    """What became of one submission.

    Attributes:
        loaded: outcome of the load; None when the process ended in it.
        results: of the operations.
        end: how the process ended, if it did.
        detail: about the end, as the logs have it.
        output: what was printed.
    """

    loaded: Loaded | LoadFailed | None = None
    results: Sequence[OpResult] = ()
    end: End | None = None
    detail: str = ""
    output: str = ""


@dataclass(frozen=True)
class State:
    """What must be the same after an attack.

    Attributes:
        worker: pid of the process that grades.
        zygote: pid of the zygote as the worker started it.
        processes: under the zygote, with the spare.
        groups: cgroups of them.
        descriptors: that the worker holds.
        left: files that attacks leave, in the folders that everybody can write.
    """

    worker: int
    zygote: int
    processes: int
    groups: int
    descriptors: int
    left: tuple[str, ...] = field(default=())


class Target:
    """A sandbox of this process."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def describe(self) -> tuple[Tier, tuple[str, ...], int]:
        """Return the tier, the layers and the effective user of the worker."""
        return self._sandbox.tier, self._sandbox.probe.layers, os.geteuid()

    def missing(self) -> Mapping[str, str]:
        """Return the layers that are not active, each with the reason."""
        return self._sandbox.probe.missing

    def zygote(self) -> int:
        """Return the pid of the zygote, or 0 where there is none."""
        return self._sandbox._host._zygote.pid if self._sandbox.tier is not Tier.T4 else 0

    def state(self) -> State:
        """Return what must be the same after an attack."""
        zygote = self._sandbox._host._zygote
        self.settle()
        groups = [path for folder in zygote._cgroups for path in Path(folder).iterdir() if path.is_dir()]
        processes = len(psutil.Process(zygote.pid).children(recursive=True))
        return State(os.getpid(), zygote.pid, processes, len(groups), psutil.Process().num_fds(), self.left())

    def settle(self) -> None:
        """Wait until the last child is reaped and the next spare is forked, which happens while the worker goes on."""
        zygote = self._sandbox._host._zygote
        while zygote._pending:
            zygote._collect()

    def left(self) -> tuple[str, ...]:
        """Return the files that an attack has left."""
        mark = f"{os.environ['CHAINRULE_MARK']}-attack*"
        return tuple(str(path) for folder in ("/tmp", "/dev/shm", "/") for path in Path(folder).glob(mark))

    def play(
        self,
        source: bytes,
        names: Sequence[str] = (),
        ops: Sequence[Op] = (),
        limits: Limits | None = None,
        filename: str = "attack.py",
    ) -> Played:
        """Load a source and run operations on it, in a session of its own."""
        loaded: Loaded | LoadFailed | None = None
        results: Sequence[OpResult] = ()
        with self._sandbox.session(limits) as session:
            try:
                loaded = session.load(source, filename, names)
                if isinstance(loaded, Loaded):
                    results = session.run(ops)
            except SandboxEnded as ended:
                return Played(loaded, (), ended.end, ended.detail, session.output)
            return Played(loaded, results, output=session.output)

    def works(self, limits: Limits | None = None) -> bool:
        """Whether the next submission is graded."""
        played = self.play(b"def f(x): return x + 1", ["f"], [Call(None, "f", (1,))], limits)
        return played.results == [Returned(2)]

    def grade(self, exercise: str, source: str | bytes, seed: int) -> Report:
        """Grade a source as the platform does."""
        return grade(exercise, source, seed=seed, sandbox=self._sandbox)


class RemoteTarget:
    """A sandbox whose worker is the process at the other end of a connection; see `serve`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> object:
        def ask(*args: object, **kwargs: object) -> object:
            self._connection.send((name, args, kwargs))
            failed, answer = self._connection.recv()
            assert not failed, answer
            return answer

        return ask


def serve(target: Target, connection: Connection) -> None:
    """Answer an `RemoteTarget` until it closes the connection."""
    with contextlib.suppress(EOFError):
        while True:
            name, args, kwargs = connection.recv()
            try:
                answer = False, getattr(target, name)(*args, **kwargs)
            except Exception:  # noqa: BLE001 - the border of a process: the test that asked is told
                answer = True, traceback.format_exc()
            connection.send(answer)
