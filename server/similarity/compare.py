"""Compare all sources of an exercise, by an inverted index of their fingerprints.

Runs of the starter never count, nor do those that more than 30 % of the class, and at least 10 students, have written:
they say something about the exercise, not about two students.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from server.similarity.alignment import Run, shared_runs
from server.similarity.tokens import END, Token, tokens
from server.similarity.winnowing import GUARANTEED, K, codes, run_hashes, winnow

COMMON_PERCENT = 30
COMMON_STUDENTS = 10
MIN_PERCENT = 20  # of the smaller source; what shares less is not kept
MAX_PAIRS = 2000  # of a comparison that are kept
_MAX_CANDIDATES = 200_000  # candidates in memory before the weaker ones are discarded

Candidates = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that two sources share, both ends included, from 1."""

    left: tuple[int, int]
    right: tuple[int, int]
    tokens: int


@dataclass(frozen=True, slots=True)
class SimilarPair:
    """Two similar sources, by their indexes.

    Attributes:
        tokens: how many of the tokens that count they share.
        share: `tokens` as a share of those of the smaller source, in ten-thousandths.
        blocks: the shared lines, in the order of the left source.
    """

    left: int
    right: int
    tokens: int
    share: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result.

    Attributes:
        pairs: the strongest first.
        found: how many pairs were similar enough; more than `pairs` when there were too many to keep.
        common: how many different runs of tokens were left out because much of the class writes them.
        too_short: how many sources have too few tokens that count to be compared.
    """

    pairs: tuple[SimilarPair, ...]
    found: int
    common: int
    too_short: int


@dataclass(frozen=True, slots=True)
class _Text:
    tokens: Sequence[Token]
    codes: Sequence[int]
    hashes: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Prints:
    """`counts` tells for each token whether it counts; `size` is how many do."""

    text: _Text
    places: Mapping[int, Sequence[int]]
    counts: Sequence[bool]
    size: int


def compare(
    sources: Sequence[str],
    starter: str = "",
    prescribed: Collection[str] = (),
    *,
    least_percent: int = MIN_PERCENT,
) -> Comparison:
    """Compare sources of different students.

    Args:
        sources: one per student.
        starter: the source that all of them started from.
        prescribed: the names that every one of them must use.
        least_percent: the percentage of the smaller source that a pair must share to be kept.
    """
    texts = [_read(source, prescribed) for source in sources]
    common = _common(texts)
    ignored = common | set(_read(starter, prescribed).hashes)
    prints = [_prints(text, ignored) for text in texts]
    candidates, found = _candidates(prints, least_percent)
    pairs = []
    for left, right in candidates:
        pair = _similar_pair(left, right, prints[left], prints[right])
        if pair.tokens and pair.share >= least_percent * 100:
            pairs.append(pair)
    pairs.sort(key=lambda pair: (-pair.share, -pair.tokens, pair.left, pair.right))
    discarded = found - len(candidates)
    return Comparison(
        pairs=tuple(pairs[:MAX_PAIRS]),
        found=len(pairs) + discarded,
        common=len(common),
        too_short=sum(one.size < GUARANTEED for one in prints),
    )


def _read(source: str, prescribed: Collection[str]) -> _Text:
    found = tokens(source, prescribed)
    numbers = codes(token.text for token in found)
    return _Text(found, numbers, run_hashes(numbers))


def _common(texts: Sequence[_Text]) -> set[int]:
    users = Counter(value for text in texts for value in set(text.hashes))
    least = max(COMMON_STUDENTS, COMMON_PERCENT * len(texts) // 100 + 1)
    return {value for value, count in users.items() if count >= least}


def _prints(text: _Text, ignored: Collection[int]) -> _Prints:
    counts = [True] * len(text.tokens)
    for start, value in enumerate(text.hashes):
        if value in ignored:
            counts[start : start + K] = [False] * K
    places: dict[int, list[int]] = defaultdict(list)
    for start in winnow(text.hashes, ignored):
        places[text.hashes[start]].append(start)
    return _Prints(text, places, counts, sum(counts))


def _candidates(prints: Sequence[_Prints], least_percent: int) -> tuple[list[tuple[int, int]], int]:
    """The pairs that share the most fingerprints, and how many share enough of them."""
    index: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(prints):
        if one.size >= GUARANTEED:
            for value in one.places:
                index[value].append(number)
    posts = {value: np.array(numbers, dtype=np.int32) for value, numbers in index.items() if len(numbers) > 1}
    sizes = np.array([max(1, len(one.places)) for one in prints], dtype=np.int32)
    rows: list[Candidates] = []
    waiting = found = 0
    for number, one in enumerate(prints):
        near = [posts[value] for value in one.places if value in posts] if one.size >= GUARANTEED else []
        if not near:
            continue
        shared = np.bincount(np.concatenate(near), minlength=len(prints))
        shared[: number + 1] = 0
        # Fingerprints only estimate the share of tokens, so half of the minimum is enough for a closer look.
        estimate = shared / np.minimum(sizes, sizes[number])
        others = np.flatnonzero((shared > 0) & (estimate >= least_percent / 200))
        rows.append((np.full(len(others), number, np.int32), others.astype(np.int32), estimate[others].astype("f4")))
        waiting += len(others)
        found += len(others)
        if waiting > _MAX_CANDIDATES:
            rows = [_strongest(rows)]
            waiting = len(rows[0][0])
    if not rows:
        return [], 0
    left, right, _ = _strongest(rows)
    return list(zip(left.tolist(), right.tolist(), strict=True)), found


def _strongest(rows: Sequence[Candidates]) -> Candidates:
    left, right, estimate = (np.concatenate(column) for column in zip(*rows, strict=True))
    best = np.argsort(-estimate, kind="stable")[: 2 * MAX_PAIRS]
    return left[best], right[best], estimate[best]


def _similar_pair(left: int, right: int, a: _Prints, b: _Prints) -> SimilarPair:
    runs = shared_runs(a.text.codes, b.text.codes, a.places, b.places)
    trimmed = [part for run in runs for part in _own(run, a, b)]
    smaller_is_left = a.size <= b.size
    smaller = a if smaller_is_left else b
    shared = sum(
        sum(smaller.counts[start : start + run.length])
        for run in trimmed
        for start in [run.left if smaller_is_left else run.right]
    )
    blocks = tuple(
        Block(_lines(a, run.left, run.length), _lines(b, run.right, run.length), run.length) for run in trimmed
    )
    return SimilarPair(left, right, shared, round(10_000 * shared / max(1, smaller.size)), blocks)


def _own(run: Run, a: _Prints, b: _Prints) -> Iterator[Run]:
    """The run without the tokens at its ends that do not count; nothing when none does."""
    own = [i for i in range(run.length) if a.counts[run.left + i] or b.counts[run.right + i]]
    if own:
        yield Run(run.left + own[0], run.right + own[0], own[-1] - own[0] + 1)


def _lines(one: _Prints, start: int, length: int) -> tuple[int, int]:
    part = one.text.tokens[start : start + length]
    if part[0].text == END and length > 1:
        part = part[1:]  # the end of a line that is not shared
    return part[0].line, max(token.last_line for token in part)
