"""What can go wrong in this package, for our own reasons.

::

    SandboxError
    ├── SandboxUnavailable   the machine cannot contain a submission as strongly as was asked
    └── ProtocolError        bytes that are not a message (raised by the codec, on both sides)

How a submission ended is not an error of ours: see `grader.sandbox.types.SandboxEnded`.
"""

from __future__ import annotations

from collections.abc import Sequence


class SandboxError(Exception):
    """Base of this package's errors."""


class SandboxUnavailable(SandboxError):  # noqa: N818 - a state of the machine
    """No sandbox at or above the asked tier could be started.

    Attributes:
        reasons: one sentence for each layer that is missing, for the administrator.
    """

    def __init__(self, summary: str, reasons: Sequence[str] = ()) -> None:
        super().__init__("; ".join([summary, *reasons]))
        self.reasons = tuple(reasons)


class ProtocolError(SandboxError):
    """The bytes do not form a message, or form one that was not asked for."""
