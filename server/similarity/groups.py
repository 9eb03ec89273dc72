"""Groups of people whose sources are connected: each resembles another of the group, not every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

Member = TypeVar("Member", bound=Hashable)


def connected(pairs: Iterable[tuple[Member, Member]]) -> list[list[Member]]:
    """The groups of three and more, the largest first, each in the order in which its members appear."""
    parents: dict[Member, Member] = {}

    def root(member: Member) -> Member:
        parents.setdefault(member, member)
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    for one, other in pairs:
        first, second = root(one), root(other)
        parents[second] = first
    groups: dict[Member, list[Member]] = defaultdict(list)
    for member in parents:
        groups[root(member)].append(member)
    return sorted((group for group in groups.values() if len(group) > 2), key=len, reverse=True)
