"""The layers of containment, and which of them make a tier."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from grader.sandbox.types import Tier


class Layer(StrEnum):
    """One mechanism that is found to work, or not."""

    NAMESPACES = "namespaces"
    CGROUPS = "cgroups"
    LANDLOCK = "landlock"
    SECCOMP = "seccomp"
    UID = "uid"  # another user than the worker's
    RLIMITS = "rlimits"


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found by really trying.

    Attributes:
        tier: what the layers amount to.
        layers: mechanisms that work here and are in force.
        missing: the others, each with the reason.
    """

    tier: Tier
    layers: tuple[str, ...]
    missing: Mapping[str, str]


_NEEDS = {
    Tier.T1: {Layer.RLIMITS, Layer.SECCOMP, Layer.LANDLOCK, Layer.NAMESPACES, Layer.CGROUPS},
    Tier.T2: {Layer.RLIMITS, Layer.SECCOMP, Layer.LANDLOCK},
    Tier.T3: {Layer.RLIMITS, Layer.SECCOMP},
}


def tier_of(layers: Collection[Layer]) -> Tier:
    """Return the strongest tier that `layers` make."""
    for tier, needed in _NEEDS.items():
        if needed <= set(layers):
            return tier
    return Tier.T4


def reaches(tier: Tier, floor: Tier) -> bool:
    """Whether `tier` is at least as strong as `floor`."""
    order = list(Tier)
    return order.index(tier) <= order.index(floor)
