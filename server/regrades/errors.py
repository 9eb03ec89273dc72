"""The errors of regrades; each text is shown to the person who asked.

RegradeRefused
└── RegradeOutdated
"""

from __future__ import annotations

from server.core.errors import Refused


class RegradeRefused(Refused):
    """An action on a regrade that is not possible."""


class RegradeOutdated(RegradeRefused):
    """What was shown is no longer what applying or undoing the regrade would do."""

    def __init__(self) -> None:
        super().__init__("The scores have changed since the preview. Review the new preview and confirm again.")
