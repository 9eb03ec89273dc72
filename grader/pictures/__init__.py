"""Pictures and arrays of a failed check: plain data in the report, drawn as SVG and tables wherever it is shown."""

from __future__ import annotations

from grader.pictures.arrays import tables
from grader.pictures.data import picture
from grader.pictures.draw import describe, draw

__all__ = ["describe", "draw", "picture", "tables"]
