"""Sessions from a zygote, for tiers T1 to T3: start it, keep one spare child ready, and replace it if it dies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Self

from grader.sandbox.errors import SandboxUnavailable
from grader.sandbox.host.forked_process import ForkedProcess
from grader.sandbox.host.process_limits import ProcessLimits
from grader.sandbox.host.zygote_process import ZygoteLost, ZygoteProcess
from grader.sandbox.layers import Layer, Probe, reaches, tier_of
from grader.sandbox.types import Limits

_OUTER_LAYERS = frozenset({Layer.NAMESPACES, Layer.CGROUPS})


class ForkingHost:
    """A zygote and its spare child.

    Attributes:
        probe: the result of probing when it was started.

    Args:
        zygote: a zygote with a spare child that is ready.
        without: layers to leave out, now and when the zygote is replaced.
        reasons: why a stronger zygote failed, if one was tried.
    """

    def __init__(self, zygote: ZygoteProcess, without: frozenset[Layer], reasons: Sequence[str] = ()) -> None:
        self._zygote = zygote
        self._without = without
        self.probe = _probe(zygote)
        if reasons:
            tried = dict.fromkeys(map(str, _OUTER_LAYERS), "; ".join(reasons))
            self.probe = replace(self.probe, missing={**self.probe.missing, **tried})

    @classmethod
    def try_start(cls, limits: Limits, without: frozenset[Layer], reasons: list[str]) -> Self | None:
        """Start with all layers or, failing that, without the outer ones; add to `reasons` why neither works."""
        for left_out in dict.fromkeys((without, without | _OUTER_LAYERS)):
            try:
                return cls(_start(limits, left_out), left_out, reasons)
            except ZygoteLost as error:
                reasons.append(str(error))
        return None

    def take(self, limits: Limits, is_canceled: Callable[[], bool]) -> ForkedProcess:
        """Return a process for one submission; the next one is prepared while it works.

        Raises:
            SandboxUnavailable: if no zygote of the same tier can be started.
        """
        process_limits = ProcessLimits.of(limits)
        try:
            child = self._zygote.take(process_limits)
        except ZygoteLost:
            self._replace(limits)
            child = self._zygote.take(process_limits)
        return ForkedProcess(self._zygote, child, limits, is_canceled)

    def close(self) -> None:
        """End the zygote and its children."""
        self._zygote.close()

    def _replace(self, limits: Limits) -> None:
        self._zygote.close(kill=True)
        try:
            zygote = _start(limits, self._without)
        except ZygoteLost as error:
            raise SandboxUnavailable("the zygote died and cannot be replaced", [str(error)]) from error
        probe = _probe(zygote)
        if not reaches(probe.tier, self.probe.tier):
            zygote.close()
            raise SandboxUnavailable(f"the zygote died, and only tier {probe.tier} is available now")
        self._zygote, self.probe = zygote, probe


def _start(limits: Limits, without: frozenset[Layer]) -> ZygoteProcess:
    zygote = ZygoteProcess(without)
    try:
        zygote.prove(ProcessLimits.of(limits))
    except ZygoteLost:
        zygote.close(kill=True)
        raise
    return zygote


def _probe(zygote: ZygoteProcess) -> Probe:
    layers = tuple(layer for layer in Layer if layer not in zygote.missing)
    return Probe(tier_of(layers), layers, {str(layer): reason for layer, reason in zygote.missing.items()})
