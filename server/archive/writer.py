"""Write an archive: one file after the other, each hashed as it is written, and the manifest at the end.

The CSV in it is harmless in a spreadsheet, and `reader` reads back exactly what was written.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import datetime
from types import TracebackType
from typing import IO, Any, Self

from server.archive.files import FORMAT, MANIFEST, VERSION
from server.archive.rows import Row
from server.text.csv import reversible_cell, write_row

TIMESTAMP = (1980, 1, 1, 0, 0, 0)  # of every member, so that equal courses give equal bytes
READ_AND_WRITE_BY_OWNER = 0o100600 << 16
BLOCK = 64 * 1024


class Writer:
    """A ZIP file being written; it is complete when the context manager ends.

    Attributes:
        file: the file to write to.
        about: what the manifest holds besides its list of files.
    """

    def __init__(self, file: IO[bytes], about: dict[str, Any]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._about = about
        # The list may be long, so it is kept on disk until the last file is written.
        self._list = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end
        self._is_first = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._list, self._zip:
            if kind is None:
                self._write_manifest()

    def add(self, name: str, data: bytes) -> None:
        """Add a file that is in memory."""
        self._zip.writestr(_member(name), data)
        self._note(name, hashlib.sha256(data).hexdigest(), len(data))

    def add_lines(self, name: str, lines: Iterable[bytes]) -> int:
        """Add a file line by line, and return how many lines there were."""
        digest, size, count = hashlib.sha256(), 0, 0
        with self._zip.open(_member(name), "w", force_zip64=True) as member:
            for line in lines:
                member.write(line)
                digest.update(line)
                size += len(line)
                count += 1
        self._note(name, digest.hexdigest(), size)
        return count

    def _note(self, name: str, digest: str, size: int) -> None:
        line = f"{json.dumps(name)}: {json.dumps({'sha256': digest, 'size': size})}"
        self._list.write((line if self._is_first else f",\n{line}").encode())
        self._is_first = False

    def _write_manifest(self) -> None:
        head = json.dumps({"format": FORMAT, "version": VERSION, **self._about}, ensure_ascii=False, indent=1)
        with self._zip.open(_member(MANIFEST), "w", force_zip64=True) as member:
            member.write(head.removesuffix("\n}").encode() + b',\n "files": {\n')
            self._list.seek(0)
            while block := self._list.read(BLOCK):
                member.write(block)
            member.write(b"\n}}\n")


def json_line(row: Row) -> bytes:
    """Return a row as a line of JSON; a value that is not allowed in it is written as it is."""
    return row.model_dump_json(warnings=False).encode() + b"\n"


def csv_header(kind: type[Row]) -> bytes:
    """Return the header of a table of such rows."""
    return _csv_line(list(kind.model_fields))


def csv_line(row: Row) -> bytes:
    """Return a row as a line of CSV; None is an empty cell."""
    return _csv_line([_cell(getattr(row, name)) for name in type(row).model_fields])


def _csv_line(cells: list[str]) -> bytes:
    return write_row(cells, escape=reversible_cell, line_end="\n").encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, TIMESTAMP)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = READ_AND_WRITE_BY_OWNER
    member.create_system = 3  # Unix, wherever it is written
    return member
