"""Fingerprints of a sequence of tokens, by winnowing.

After S. Schleimer, D. S. Wilkerson, A. Aiken: "Winnowing: Local Algorithms for Document Fingerprinting", Proceedings of
SIGMOD 2003, pages 76 to 85. Every run of k tokens is hashed, and the smallest of each w consecutive hashes is kept.
Therefore:

* two sequences that share w + k - 1 tokens in a row share a fingerprint, wherever the run stands in each;
* a run of fewer than k tokens is never found.

Runs of the starter, and runs that much of a class writes, do not count and are not selected. The guarantee still holds
for every shared sequence in which at least one of the w runs of k tokens counts. Whether a run counts depends on its
hash alone, so both sequences select the same runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache

K = 12  # tokens in a run: about a statement
WINDOW = 8  # runs of which one is kept
GUARANTEED = WINDOW + K - 1

_MODULUS = (1 << 61) - 1  # prime; equal hashes of different runs are practically impossible
_BASE = 0x0B7E_1516_28AE_D2A7 % _MODULUS
_NONE = _MODULUS  # larger than every hash


def codes(texts: Iterable[str]) -> list[int]:
    """Return numbers for token texts, the same in every process."""
    return [_code(text) for text in texts]


@lru_cache(maxsize=4096)
def _code(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=7).digest(), "big") + 1


def run_hashes(numbers: Sequence[int], k: int = K) -> list[int]:
    """Return the hash of each run of `k` numbers, by its start; computed as a rolling hash."""
    if len(numbers) < k:
        return []
    rolled = 0
    for number in numbers[:k]:
        rolled = (rolled * _BASE + number) % _MODULUS
    leaving = pow(_BASE, k - 1, _MODULUS)
    hashes = [rolled]
    for first, entering in zip(numbers, numbers[k:], strict=False):
        rolled = ((rolled - first * leaving) * _BASE + entering) % _MODULUS
        hashes.append(rolled)
    return hashes


def winnow(hashes: Sequence[int], ignored: Container[int] = (), window: int = WINDOW) -> list[int]:
    """Return the positions of the hashes to keep, ascending.

    The smallest of each window; among equals the one that is kept already, else the rightmost ("robust winnowing").
    A sequence shorter than a window is one window.
    """
    values = [_NONE if value in ignored else value for value in hashes]
    kept: list[int] = []
    last = -1
    for start in range(max(1, len(values) - window + 1)):
        part = values[start : start + window]
        smallest = min(part, default=_NONE)
        if smallest == _NONE or (last >= start and values[last] == smallest):
            continue
        last = start + len(part) - 1 - part[::-1].index(smallest)
        kept.append(last)
    return kept
