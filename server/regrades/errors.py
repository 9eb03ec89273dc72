"""What a regrade refuses, as sentences for the person who asked for it."""

from __future__ import annotations


class RegradeRefused(Exception):  # noqa: N818 - it is the person that is told, not an error of the program
    """Something that cannot be done; the text says what was found and what is allowed."""
