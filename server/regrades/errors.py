"""The errors of regrades; each text is shown to the person who asked."""

from __future__ import annotations

from server.core.errors import Refused


class RegradeRefused(Refused):
    """An action on a regrade that is not possible."""
