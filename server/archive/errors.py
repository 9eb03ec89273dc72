"""Errors that can occur when an archive is read or written."""

from __future__ import annotations

from http import HTTPStatus

from pydantic import ValidationError

from server.core.errors import Refused


class ArchiveError(Refused):
    """The archive is refused, and nothing of it is stored."""


class NoSpace(ArchiveError):
    """The archive does not fit into the temporary space of this server."""

    status = HTTPStatus.INSUFFICIENT_STORAGE
    title = "Not enough space"

    def __init__(self) -> None:
        super().__init__(
            "The archive is larger than the temporary space of this server. An operator can write it to a larger disk "
            "with the command “course export”."
        )


class ScoreMismatch(ArchiveError):
    """The scores computed from the archive's gradings differ from those in it; `lines` says which."""

    def __init__(self, lines: list[str], count: int) -> None:
        self.lines = lines
        more = f"\nand {count - len(lines)} more" if count > len(lines) else ""
        super().__init__(
            "The scores computed from the gradings and overrides in the archive differ from the archived scores, so "
            "nothing was imported:\n" + "\n".join(lines) + more
        )


def explain(error: BaseException) -> str:
    """Return what is wrong, as part of a sentence."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        found = repr(first.get("input"))[:60]
        words = first["msg"].removeprefix("Value error, ").rstrip(".")
        return f"{f'{place}: ' if place else ''}{words[:1].lower()}{words[1:]} (found {found})"
    return str(error).rstrip(".")
