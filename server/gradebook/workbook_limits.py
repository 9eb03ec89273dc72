"""Refuse a workbook that would take too much time or memory to read, before openpyxl reads it.

A workbook is a ZIP file of XML parts. openpyxl holds a whole row, a whole cell and all shared strings in memory and
reads some elements slowly, and a part that lies about its type is read all the same. So every part is parsed once here,
which takes little memory, and its elements are counted.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pyexpat import ExpatError, ParserCreate

from server.scores.errors import ScoreRefused
from server.text.csv import chunks

MAX_UNPACKED_BYTES = 20_000_000
MAX_ELEMENTS = 1_000_000  # a cell has two or three
MAX_IN_ROW = 2_000
MAX_IN_STRINGS = 300_000  # of the texts of cells, which take the most time
MAX_OTHERS = 50_000  # styles, for example
MAX_DEPTH = 30
MAX_ATTRIBUTES = 100  # of an element
MAX_PIECE_BYTES = 64_000  # of a tag or a comment
STEP_BYTES = 8_000
_STRINGS = {"si", "is"}
_CELLS = {"row", "c", "v", "f"}


class Unreadable(ScoreRefused):
    """A file that cannot be read as scores."""


def check_workbook(packed: zipfile.ZipFile) -> None:
    """Count what the parts of a workbook contain.

    Raises:
        Unreadable: if it is more than is allowed.
    """
    size = sum(member.file_size for member in packed.infolist())
    if size > MAX_UNPACKED_BYTES:
        raise Unreadable(f"The workbook unpacks to {size:,} bytes, but the limit is {MAX_UNPACKED_BYTES:,}.")
    counts = _Counts()
    for member in packed.infolist():
        with packed.open(member) as part:
            counts.add(b[at : at + STEP_BYTES] for b in chunks(part) for at in range(0, len(b), STEP_BYTES))


class _Counts:
    """The elements of all parts so far, and the place in the current one."""

    def __init__(self) -> None:
        self._elements = self._in_strings = self._others = 0
        self._in_row = self._depth = 0
        self._string_at = self._row_at = 0  # the depth of the text or row around the current element

    def add(self, steps: Iterable[bytes]) -> None:
        """Parse a part, up to where it is not XML: nothing reads it further."""
        self._depth = self._string_at = self._row_at = 0
        parser = ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartDoctypeDeclHandler = _refuse_doctype
        fed = 0
        try:
            for step in steps:
                parser.Parse(step, False)
                fed += len(step)
                _check("a tag or a comment with", fed - parser.CurrentByteIndex, MAX_PIECE_BYTES, "bytes")
        except ExpatError:
            return

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2]
        self._depth += 1
        self._elements += 1
        if local in _STRINGS and not self._string_at:
            self._string_at = self._depth
        if local == "row" and not self._row_at:
            self._row_at, self._in_row = self._depth, 0
        self._in_strings += bool(self._string_at)
        self._in_row += bool(self._row_at)
        self._others += not self._string_at and local not in _CELLS
        _check("", self._elements, MAX_ELEMENTS, "XML tags")
        _check("texts with", self._in_strings, MAX_IN_STRINGS, "XML tags")
        _check("styles and other parts with", self._others, MAX_OTHERS, "XML tags")
        _check("a row with", self._in_row, MAX_IN_ROW, "XML tags")
        _check("a tag with", len(attributes), MAX_ATTRIBUTES, "attributes")
        _check("a tag inside", self._depth, MAX_DEPTH, "others")

    def _end(self, _name: str) -> None:
        if self._depth == self._string_at:
            self._string_at = 0
        if self._depth == self._row_at:
            self._row_at = 0
        self._depth -= 1


def _check(where: str, count: int, most: int, what: str) -> None:
    if count > most:
        raise Unreadable(f"The workbook has {f'{where} ' if where else ''}more than {most:,} {what}.")


def _refuse_doctype(*_details: object) -> None:
    raise Unreadable("The workbook has a document type declaration, which spreadsheet programs do not write.")
