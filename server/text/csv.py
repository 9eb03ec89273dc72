"""CSV that is harmless in a spreadsheet, and files sent piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


CHUNK = 64 * 1024


def safe_cell(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula: an apostrophe goes before a dangerous start.

    Full-width forms and leading spaces count too: some programs trim or fold them before they look.
    """
    start = text.lstrip(" \u00a0\ufeff")[:1].translate({0xFF1D: "=", 0xFF0B: "+", 0xFF0D: "-", 0xFF20: "@"})
    return f"'{text}" if start.startswith(FORMULA_STARTS) else text


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Read an open file piece by piece, and close it."""
    with file:
        while piece := file.read(CHUNK):
            yield piece
