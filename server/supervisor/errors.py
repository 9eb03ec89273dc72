"""Why the embedded platform does not start; the text is for the terminal."""

from __future__ import annotations


class CannotStart(Exception):  # noqa: N818 - it says what happened
    """Something on this machine is not as needed, and the text says what to do."""
