"""Why the embedded platform does not start; the text is for the terminal."""

from __future__ import annotations


class CannotStart(Exception):
    """Something on this machine is not as needed, and the text says what to do."""
