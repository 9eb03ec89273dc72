"""Pictures of a failed check: plain data in the report, drawn as SVG wherever the report is shown."""

from __future__ import annotations

from grader.pictures.data import picture
from grader.pictures.draw import describe, draw

__all__ = ["describe", "draw", "picture"]
