"""The error of the embedded platform, with a message for the terminal."""

from __future__ import annotations


class CannotStart(Exception):
    """The platform cannot start on this machine; the message says what to do."""
