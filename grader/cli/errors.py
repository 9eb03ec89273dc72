"""Why a command stopped; each error has the exit code that scripts see.

CliError
├── NotRight     1  a negative result: the server refused, or something is incorrect
├── Misused      2  the command was used incorrectly: a file, an exercise or a login is missing
└── NotYourCode  3  the grader, the server or the connection failed
"""

from __future__ import annotations

from typing import ClassVar

OK = 0
NOT_RIGHT = 1
USAGE = 2
OUR_FAULT = 3
INTERRUPTED = 130  # what shells report for a command stopped by Ctrl+C


class CliError(Exception):
    """A command cannot continue.

    Attributes:
        hint: what to do next; empty if the message already says so.
    """

    exit_code: ClassVar[int] = OUR_FAULT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class NotRight(CliError):  # noqa: N818 - a result, not a failure of ours
    """The result is negative."""

    exit_code = NOT_RIGHT


class Misused(CliError):  # noqa: N818 - a result, not a failure of ours
    """The command was used incorrectly."""

    exit_code = USAGE


class NotYourCode(CliError):  # noqa: N818 - the name says whose fault it is not
    """The grader, the server or the connection to it failed."""

    exit_code = OUR_FAULT
