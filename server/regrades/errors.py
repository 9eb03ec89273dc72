"""The errors of regrades; each text is shown to the person who asked.

RegradeRefused
├── RegradeDiffers
└── RegradeOutdated
"""

from __future__ import annotations

from collections.abc import Sequence

from server.core.errors import Refused
from server.regrades.changes import ScoreDifference


class RegradeRefused(Refused):
    """An action on a regrade that is not possible."""


class RegradeDiffers(RegradeRefused):
    """A part of the regrade would change scores in another way than the whole regrade that was shown.

    Attributes:
        changes: what the part changes.
    """

    def __init__(self, changes: Sequence[ScoreDifference]) -> None:
        super().__init__(
            "Exercises share grace days, so applying only part of the regrade changes scores differently than "
            "applying all of it."
        )
        self.changes = changes


class RegradeOutdated(RegradeRefused):
    """What was shown is no longer what applying or undoing the regrade would do."""

    def __init__(self) -> None:
        super().__init__("The scores have changed since the preview. Review the new preview and confirm again.")
