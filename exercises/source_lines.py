"""How Python counts the lines of a source."""

from __future__ import annotations


def source_lines(source: str) -> list[str]:
    r"""Return the lines of `source` as Python numbers them: only ``\n``, ``\r\n`` and ``\r`` end a line.

    `str.splitlines` also splits at form feeds and Unicode separators, so its line numbers are not those of a traceback.
    """
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]
