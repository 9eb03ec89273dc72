"""The errors that stop a command, each with its exit code.

CliError
├── NotRight     1  a check failed, or the server refused the request
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


class NotRight(CliError):  # noqa: N818 - an answer, not a failure of ours
    """A check failed, or the server refused the request."""

    exit_code = NOT_RIGHT


class Misused(CliError):  # noqa: N818 - an answer, not a failure of ours
    """The command was used incorrectly."""

    exit_code = USAGE


class NotYourCode(CliError):  # noqa: N818 - it says whose fault it is
    """The grader, the server or the connection failed."""

    exit_code = OUR_FAULT
