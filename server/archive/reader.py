"""Read an archive that anyone may have made: its list of files and every hash are checked before it is trusted.

Nothing is ever unpacked to disk, and no name in it is ever used as a path.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import count
from types import TracebackType
from typing import IO, Any, Self, TypeVar

import pydantic_core

from server.archive import files
from server.archive.errors import ArchiveError
from server.archive.rows import Row
from server.text.csv import original_text, read_rows

R = TypeVar("R", bound=Row)
T = TypeVar("T")


class Reader:
    """An archive whose files were checked; `open_archive` makes it.

    Attributes:
        version: the version of its format.
        place: what is being read, for error messages.
    """

    def __init__(self, archive: zipfile.ZipFile, version: int) -> None:
        self._zip = archive
        self.version = version
        self.place = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def read(self, name: str) -> bytes:
        """Return a whole file.

        Raises:
            ArchiveError: if there is no such file, or it is broken.
        """
        self.place = name
        return files.read(self._zip, name)

    def json(self, name: str) -> Any:
        """Return what a JSON file holds.

        Raises:
            ValueError: if it is not valid JSON.
        """
        return pydantic_core.from_json(self.read(name), allow_inf_nan=False)

    def rows(self, name: str, kind: type[R], *others: type[R]) -> Iterator[R]:
        """Yield the rows of a file of JSON lines, of one kind or of several that a ``kind`` field tells apart.

        Raises:
            ValueError: if a line is not such a row; `place` says which.
        """
        kinds = {one.model_fields["kind"].default: one for one in (kind, *others)} if others else {}
        with self._zip.open(name) as member:
            for number in count(1):
                self.place = f"{name}, line {number}"
                line = member.readline(files.MAX_LINE_BYTES + 1)
                if not line:
                    return
                if len(line) > files.MAX_LINE_BYTES:
                    raise ValueError(f"it is longer than {files.MAX_LINE_BYTES:,} bytes")
                yield (_kind_of(line, kinds) if kinds else kind).model_validate_json(line)

    def table(self, name: str, kind: type[R]) -> Iterator[R]:
        """Yield the rows of a CSV file, numbered without its header.

        Raises:
            ValueError: if a row is not such a row; `place` says which.
        """
        with self._zip.open(name) as member:
            self.place = f"{name}, row 1"
            for number, row in enumerate(_read_table(kind, io.TextIOWrapper(member, encoding="utf-8", newline="")), 1):
                self.place = f"{name}, row {number}"
                yield row
                self.place = f"{name}, row {number + 1}"

    def batches(self, name: str, rows: Iterator[R], size: int) -> Iterator[list[R]]:
        """Yield the rows of the file `name` in batches; `place` says which rows they are."""
        done = 0
        for batch in batches(rows, size):
            self.place = f"{name}, lines {done + 1} to {done + len(batch)}"
            yield batch
            done += len(batch)

    def names(self) -> list[str]:
        """Return the names of its files."""
        return self._zip.namelist()


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in batches."""
    batch: list[T] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _kind_of(line: bytes, kinds: dict[Any, type[R]]) -> type[R]:
    value = pydantic_core.from_json(line)
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in kinds:
        raise ValueError(f"kind: must be one of {', '.join(kinds)} (found {kind!r:.60})")
    return kinds[kind]


def _read_table(kind: type[R], lines: Iterable[str]) -> Iterator[R]:
    rows = read_rows(lines)
    names = list(kind.model_fields)
    if (found := next((cells for _line, cells in rows), None)) != names:
        raise ValueError(
            f"the columns should be {', '.join(names)}, but they are {', '.join(found or [])[:400] or 'none'}"
        )
    for _line, cells in rows:
        if len(cells) != len(names):
            raise ValueError(f"the line has {len(cells)} cells instead of {len(names)}")
        values = {name: original_text(cell) for name, cell in zip(names, cells, strict=True) if cell != ""}
        yield kind.model_validate_strings(values)


def open_archive(file: IO[bytes]) -> Reader:
    """Open an archive and check all that can be checked without a database.

    Raises:
        ArchiveError: if it cannot be trusted; the message says why.
    """
    try:
        archive = zipfile.ZipFile(file)
    except files.BROKEN as error:
        raise ArchiveError("This is not a ZIP file, or it is damaged.") from error
    try:
        files.check_members(archive)
        manifest = files.read_manifest(archive)
        files.check_hashes(archive, manifest)
    except BaseException:
        archive.close()
        raise
    return Reader(archive, manifest.version)
