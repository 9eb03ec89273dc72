"""Reading an archive that anybody may have made: its list of files and every hash are checked before it is believed.

Nothing is ever unpacked to disk, and no name in it is ever used as a path.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import count
from types import TracebackType
from typing import IO, Any, Self, TypeVar

import pydantic_core

from server.archive import checks, layout
from server.archive.errors import ArchiveError
from server.archive.fields import Row
from server.archive.tables import read_csv

R = TypeVar("R", bound=Row)
T = TypeVar("T")
UNREADABLE = (ValueError, csv.Error)  # what a row that is none raises


class Reader:
    """An archive that is whole: made by `open_archive` alone.

    Attributes:
        place: what is being read, for sentences about what is wrong with it.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        self.place = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def read(self, name: str) -> bytes:
        """A whole file.

        Raises:
            ArchiveError: if there is no such file, or it is broken.
        """
        self.place = name
        return checks.read(self._zip, name)

    def json(self, name: str) -> Any:
        """What a file of JSON holds.

        Raises:
            ValueError: if it is no JSON, or holds what JSON does not know.
        """
        return pydantic_core.from_json(self.read(name), allow_inf_nan=False)

    def rows(self, name: str, kind: type[R], *others: type[R]) -> Iterator[R]:
        """The rows of a file of JSON lines, of one kind or of several that a ``kind`` tells apart.

        Raises:
            ValueError: if a line is none of these; `place` says which.
        """
        kinds = {one.model_fields["kind"].default: one for one in (kind, *others)} if others else {}
        with self._zip.open(name) as member:
            for number in count(1):
                self.place = f"{name}, line {number}"
                line = member.readline(layout.MAX_LINE_BYTES + 1)
                if not line:
                    return
                if len(line) > layout.MAX_LINE_BYTES:
                    raise ValueError(f"it is longer than {layout.MAX_LINE_BYTES:,} bytes")
                yield (_kind_of(line, kinds) if kinds else kind).model_validate_json(line)

    def table(self, name: str, kind: type[R]) -> Iterator[R]:
        """The rows of a file of CSV, numbered without its head.

        Raises:
            ValueError: if a row is none of these; `place` says which.
        """
        with self._zip.open(name) as member:
            self.place = f"{name}, row 1"
            for number, row in enumerate(read_csv(kind, io.TextIOWrapper(member, encoding="utf-8", newline="")), 1):
                self.place = f"{name}, row {number}"
                yield row
                self.place = f"{name}, row {number + 1}"

    def portions(self, name: str, rows: Iterator[R], size: int) -> Iterator[list[R]]:
        """The rows of the file `name`, so many at a time; `place` says which they are."""
        done = 0
        for some in portions(rows, size):
            self.place = f"{name}, lines {done + 1} to {done + len(some)}"
            yield some
            done += len(some)

    def names(self) -> list[str]:
        """The files in it."""
        return self._zip.namelist()


def portions(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Things, so many at a time."""
    some: list[T] = []
    for row in rows:
        some.append(row)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


def _kind_of(line: bytes, kinds: dict[Any, type[R]]) -> type[R]:
    value = pydantic_core.from_json(line)
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in kinds:
        raise ValueError(f"kind: one of {', '.join(kinds)} is allowed (found {kind!r:.60})")
    return kinds[kind]


def open_archive(file: IO[bytes]) -> Reader:
    """Open an archive and check all that can be checked without a database.

    Raises:
        ArchiveError: with a sentence that says what is wrong with it.
    """
    try:
        archive = zipfile.ZipFile(file)
    except checks.BROKEN as error:
        raise ArchiveError("This is no ZIP file, or it is broken.") from error
    try:
        checks.check_members(archive)
        checks.check_hashes(archive, checks.read_manifest(archive))
    except BaseException:
        archive.close()
        raise
    return Reader(archive)
