"""The errors of this package.

::

    SandboxError
    ├── SandboxUnavailable   the machine cannot contain a submission as strongly as required
    └── ProtocolError        the bytes are not a valid message (raised by the codec, on both sides)

The end of a submission is not an error of ours: see `grader.sandbox.types.SandboxEnded`.
"""

from __future__ import annotations

from collections.abc import Sequence


class SandboxError(Exception):
    """Base class of this package's errors."""


class SandboxUnavailable(SandboxError):  # noqa: N818 - a state of the machine
    """No sandbox of the required tier or a stronger one could be started.

    Attributes:
        reasons: one sentence for each missing layer, for the administrator.
    """

    def __init__(self, summary: str, reasons: Sequence[str] = ()) -> None:
        super().__init__("; ".join([summary, *reasons]))
        self.reasons = tuple(reasons)


class ProtocolError(SandboxError):
    """The bytes do not form a message, or form one that was not expected."""
