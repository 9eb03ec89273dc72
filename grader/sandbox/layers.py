"""The layers of containment, and the tiers they make up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from grader.sandbox.types import Tier


class Layer(StrEnum):
    """A mechanism that works on a machine, or does not."""

    NAMESPACES = "namespaces"
    CGROUPS = "cgroups"
    LANDLOCK = "landlock"
    SECCOMP = "seccomp"
    UID = "uid"  # a user other than the worker's
    RLIMITS = "rlimits"


HOW_TO_GET: Mapping[Layer, str] = {
    Layer.NAMESPACES: (
        "run the worker as root with CAP_SYS_ADMIN, or allow user namespaces with sysctl: user.max_user_namespaces "
        "above 0, kernel.unprivileged_userns_clone=1 on Debian, kernel.apparmor_restrict_unprivileged_userns=0 on "
        "Ubuntu; Docker's default profile forbids them"
    ),
    Layer.CGROUPS: (
        "let the worker write to its cgroup: set Delegate=yes in its systemd unit, or run it as root with "
        "/sys/fs/cgroup mounted read-write; containers mount it read-only"
    ),
    Layer.LANDLOCK: (
        "use Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK, and list landlock in lsm= at boot (check with "
        "cat /sys/kernel/security/lsm); in a container, also use a seccomp profile that allows its three system "
        "calls, as Docker's does since version 23"
    ),
    Layer.SECCOMP: "use Linux with CONFIG_SECCOMP_FILTER on x86-64 or 64-bit ARM",
    Layer.UID: "run the worker as root, or with CAP_SETUID, CAP_SETGID and CAP_KILL, outside a user namespace",
    Layer.RLIMITS: "use Linux",
}
"""For the administrator: what a machine must provide or allow for a layer to be active."""


@dataclass(frozen=True, slots=True)
class Probe:
    """The result of trying out every layer.

    Attributes:
        tier: the tier that the layers make up.
        layers: the mechanisms that work here and are active.
        missing: the other mechanisms, each with the reason.
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
    """Return the strongest tier that `layers` make up."""
    for tier, needed in _NEEDS.items():
        if needed <= set(layers):
            return tier
    return Tier.T4


def stronger(tier: Tier) -> Tier | None:
    """Return the next stronger tier than `tier`, if there is one."""
    order = list(Tier)
    place = order.index(tier)
    return order[place - 1] if place else None


def lacking(layers: Collection[str], tier: Tier) -> list[Layer]:
    """Return the layers that `tier` requires and `layers` lack."""
    return [layer for layer in Layer if layer in _NEEDS.get(tier, set()) and layer not in layers]


def reaches(tier: Tier, floor: Tier) -> bool:
    """Return whether `tier` is at least as strong as `floor`."""
    order = list(Tier)
    return order.index(tier) <= order.index(floor)
