"""Find the name that somebody may have meant; used on both sides of the boundary."""

from __future__ import annotations

from functools import lru_cache

MAX_NAMES = 1000
MAX_CHARS = 80


@lru_cache(maxsize=256)
def most_similar(name: str, names: tuple[str, ...]) -> str:
    """Return the one of `names` that differs from `name` only by case or a typing mistake; empty if none does.

    A name may have one typing mistake in four characters; swapping two neighbors counts as one.
    """
    if len(name) > MAX_CHARS:
        return ""
    near = ((_distance(name.lower(), other.lower(), len(name) // 4), other) for other in names[:MAX_NAMES])
    distance, other = min(near, default=(MAX_CHARS, ""))
    return other if distance <= len(name) // 4 else ""


def _distance(one: str, other: str, most: int) -> int:
    """Return how many characters to insert, delete, replace or swap with a neighbor; more than `most` if too many.

    Source: the optimal string alignment distance.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one):
        above, row = row, [i + 1]
        for j, wanted in enumerate(other):
            least = min(above[j] + (char != wanted), above[j + 1] + 1, row[j] + 1)
            if i and j and char == other[j - 1] and one[i - 1] == wanted:
                least = min(least, before[j - 1] + 1)
            row.append(least)
        before = above
    return row[-1]
