"""The numbers of an archive for the ids of a database, in a few bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence


class Ranks:
    """Ids in ascending order; the number of each is its place among them, from 1."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._ids = array("q", ids)

    def __len__(self) -> int:
        return len(self._ids)

    def of(self, row_id: int | None) -> int | None:
        """The number of an id; None for None, and for one that is not among them."""
        if row_id is None:
            return None
        place = bisect_left(self._ids, row_id)
        return place + 1 if place < len(self._ids) and self._ids[place] == row_id else None

    def get(self, row_id: int) -> int:
        """The number of an id that is among them.

        Raises:
            KeyError: if it is not.
        """
        number = self.of(row_id)
        if number is None:
            raise KeyError(row_id)
        return number

    def portions(self, size: int) -> Iterator[Sequence[int]]:
        """The ids, so many at a time."""
        for start in range(0, len(self._ids), size):
            yield self._ids[start : start + size].tolist()


class Ids:
    """The other way round: the ids that the things of an archive got here, in the order of their numbers."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._ids = array("q")

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, ids: Iterable[int]) -> None:
        """The ids of the things that come next."""
        self._ids.extend(ids)

    def of(self, number: int | None) -> int | None:
        """The id for a number; None for None.

        Raises:
            ValueError: if the archive has nothing of this number.
        """
        return None if number is None else self.get(number)

    def get(self, number: int) -> int:
        """The id for a number.

        Raises:
            ValueError: if the archive has nothing of this number.
        """
        if not 1 <= number <= len(self._ids):
            raise ValueError(f"there is no {self._what} {number} in the archive")
        return self._ids[number - 1]

    def find(self, number: int) -> int | None:
        """The id for a number; None if the archive has nothing of this number."""
        return self._ids[number - 1] if 1 <= number <= len(self._ids) else None

    def portion(self, start: int, size: int) -> Sequence[int]:
        """Some ids, from a place on."""
        return self._ids[start : start + size].tolist()

    def require_next(self, number: int, offset: int = 0) -> None:
        """Let this be the number of what comes `offset` after the next.

        Raises:
            ValueError: if it is another.
        """
        wanted = len(self._ids) + offset + 1
        if number != wanted:
            raise ValueError(f"{self._what} {wanted} should stand here, and {number} does")
