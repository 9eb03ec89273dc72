"""Find what two sources share: the longest common runs of tokens first, each token once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.similarity.winnowing import K

MAX_POSITIONS = 8  # of one fingerprint in a source that are tried, so that repetitive text does not take quadratic time


@dataclass(frozen=True, slots=True)
class Run:
    """A run of equal tokens: where it begins in each source, and how long it is."""

    left: int
    right: int
    length: int


def shared_runs(
    left: Sequence[int],
    right: Sequence[int],
    left_prints: Mapping[int, Sequence[int]],
    right_prints: Mapping[int, Sequence[int]],
    k: int = K,
) -> list[Run]:
    """Return the runs of at least `k` tokens around shared fingerprints, in the order of the left source.

    Args:
        left: the tokens of one source, as numbers.
        right: the tokens of the other source.
        left_prints: where each fingerprint of the left source begins.
        right_prints: where each fingerprint of the right source begins.
        k: the number of tokens in a fingerprint.
    """
    grown: list[Run] = []
    ends: dict[int, int] = {}  # of the last run on each diagonal: fingerprints inside of it would find it again
    seeds = sorted(
        (p, value) for value in left_prints.keys() & right_prints.keys() for p in left_prints[value][:MAX_POSITIONS]
    )
    for p, value in seeds:
        for q in right_prints[value][:MAX_POSITIONS]:
            if p + k > ends.get(q - p, 0) and left[p : p + k] == right[q : q + k]:
                run = _grow(left, right, p, q, k)
                ends[q - p] = run.left + run.length
                grown.append(run)
    used_left, used_right = bytearray(len(left)), bytearray(len(right))
    chosen: list[Run] = []
    for run in sorted(grown, key=lambda run: (-run.length, run.left, run.right)):
        for part in _free(run, used_left, used_right, k):
            used_left[part.left : part.left + part.length] = b"\1" * part.length
            used_right[part.right : part.right + part.length] = b"\1" * part.length
            chosen.append(part)
    return sorted(chosen, key=lambda run: run.left)


def _grow(left: Sequence[int], right: Sequence[int], p: int, q: int, k: int) -> Run:
    end = k
    while p + end < len(left) and q + end < len(right) and left[p + end] == right[q + end]:
        end += 1
    begin = 0
    while begin < min(p, q) and left[p - begin - 1] == right[q - begin - 1]:
        begin += 1
    return Run(p - begin, q - begin, begin + end)


def _free(run: Run, used_left: bytearray, used_right: bytearray, k: int) -> list[Run]:
    """Return the parts of a run that no longer run has taken, if they are long enough."""
    parts: list[Run] = []
    start = 0
    for at in range(run.length + 1):
        taken = at == run.length or used_left[run.left + at] or used_right[run.right + at]
        if taken:
            if at - start >= k:
                parts.append(Run(run.left + start, run.right + start, at - start))
            start = at + 1
    return parts
