"""What a regrade refuses, as sentences for the person who asked for it."""

from __future__ import annotations

from server.core.errors import Refused


class RegradeRefused(Refused):
    """Something that cannot be done; the text says what was found and what is allowed."""
