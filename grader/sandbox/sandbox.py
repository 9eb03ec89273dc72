"""The sandbox of a worker: probe the machine, keep a spare child ready, and hand out sessions."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Collection, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self

from grader.sandbox import policy
from grader.sandbox.errors import SandboxUnavailable
from grader.sandbox.layers import HOW_TO_GET, Layer, Probe, lacking, reaches
from grader.sandbox.session import ContainedProcess, Session
from grader.sandbox.types import Limits, Tier

if TYPE_CHECKING:
    from grader.sandbox.host.forking_host import ForkingHost
    from grader.sandbox.host.plain import PlainHost


class Sandbox:
    """Contains one submission at a time. Create it with `start`; as a context manager, it ends all its processes."""

    def __init__(self, host: ForkingHost | PlainHost, limits: Limits) -> None:
        self.policy_hash = policy.POLICY_HASH
        self._host = host
        self._limits = limits
        self._owner = os.getpid()
        self._current: ContainedProcess | None = None

    @classmethod
    def start(
        cls,
        floor: Tier = Tier.T2,
        limits: Limits | None = None,
        allow_unsafe: bool = False,
        *,
        without: Collection[Layer] = (),
        once: bool = False,
    ) -> Self:
        """Start the strongest sandbox that this machine supports, with one spare child ready.

        Args:
            floor: the weakest tier to accept.
            limits: the limits that most sessions will use; the spare child is made for them.
            allow_unsafe: accept tier T4, which does not contain hostile code; for checking your own code.
            without: layers to leave out, for tests; the floor still applies.
            once: whether only one session is expected; tier T4, where a spare child costs the start of an interpreter,
                then prepares no second one.

        Raises:
            SandboxUnavailable: if no tier at or above `floor` works here; with the reasons.
        """
        limits = limits or Limits()
        reasons: list[str] = []
        if sys.platform == "linux":
            from grader.sandbox.host.forking_host import ForkingHost

            host = ForkingHost.try_start(limits, frozenset(without), reasons)
            if host is not None and reaches(host.probe.tier, floor):
                return cls(host, limits)
            if host is not None:
                reasons += _reasons(host.probe, floor)
                host.close()
        else:
            reasons.append(f"{sys.platform} has no layer that isolates hostile code")
        if allow_unsafe and floor is Tier.T4:
            from grader.sandbox.host.plain import PlainHost

            return cls(PlainHost(limits, reasons, once=once), limits)
        raise SandboxUnavailable(f"no sandbox of tier {floor} or stronger is available on this machine", reasons)

    @property
    def tier(self) -> Tier:
        """How strongly submissions are contained."""
        return self.probe.tier

    @property
    def probe(self) -> Probe:
        """The result of probing the machine at the start."""
        return self._host.probe

    @property
    def limits(self) -> Limits:
        """The limits of a session that does not request others."""
        return self._limits

    def session(self, limits: Limits | None = None, *, cancel: threading.Event | None = None) -> Session:
        """Take the spare child for one submission, and have the next one prepared.

        Args:
            limits: the limits of this submission; memory or CPU limits that differ from the last ones cost a fork.
            cancel: when set, the session is canceled within 50 ms.

        Raises:
            SandboxUnavailable: if the zygote has died and no other one of the same tier can be started.
            RuntimeError: if a session is already open, or another process started this sandbox.
        """
        if os.getpid() != self._owner:
            raise RuntimeError("a sandbox belongs to the process that started it")
        if self._current is not None and not self._current.finished:
            raise RuntimeError("one session at a time: close the other one first")
        limits = limits or self._limits
        self._current = self._host.take(limits, cancel.is_set if cancel else _never)
        return Session(self._current, limits)

    def close(self) -> None:
        """End all its processes. In a process that did not start it, this does nothing."""
        if os.getpid() == self._owner:
            if self._current is not None:
                self._current.finish()
            self._host.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _reasons(probe: Probe, floor: Tier) -> Iterator[str]:
    """Yield why `floor` is not reached: a sentence for each missing layer, and how to enable it."""
    for layer in lacking(probe.layers, floor):
        yield f"{layer}: {probe.missing[layer]} (to enable it: {HOW_TO_GET[layer]})"


def _never() -> bool:
    return False
