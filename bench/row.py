"""One row of the table."""

from __future__ import annotations

import operator
from typing import NamedTuple

_COMPARE = {"≤": operator.le, "≥": operator.ge}


class Row(NamedTuple):
    """A measured figure.

    Attributes:
        name: what was measured and, for a ratio, compared with what.
        value: the median.
        unit: ``ms``, ``1/s``, ``×`` and so on.
        goal: ``"≤ 100"``, ``"≥ 15"``, or empty if the figure is only for comparison.
    """

    name: str
    value: float
    unit: str
    goal: str = ""

    @property
    def verdict(self) -> str:
        """Return in a word whether the goal was met; empty without a goal."""
        if not self.goal:
            return ""
        sign, limit = self.goal.split()
        return "met" if _COMPARE[sign](self.value, float(limit)) else "MISSED"
