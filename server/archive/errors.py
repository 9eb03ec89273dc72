"""What can be wrong with an archive."""

from __future__ import annotations

from pydantic import ValidationError

from server.core.errors import Refused


class ArchiveError(Refused):
    """The archive is refused, and nothing of it is stored; the text is a sentence for whoever imports it."""


class ScoreMismatch(ArchiveError):
    """The scores that follow from the archive's gradings are not those that it holds; `lines` says which."""

    def __init__(self, lines: list[str], count: int) -> None:
        self.lines = lines
        more = f"\nand {count - len(lines)} more" if count > len(lines) else ""
        super().__init__(
            "The scores that follow from the gradings and decisions of the archive are not those that it holds; "
            "nothing was imported:\n" + "\n".join(lines) + more
        )


def explain(error: BaseException) -> str:
    """What is wrong, in a few words."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        found = repr(first.get("input"))[:60]
        words = first["msg"].removeprefix("Value error, ").rstrip(".")
        return f"{f'{place}: ' if place else ''}{words[:1].lower()}{words[1:]} (found {found})"
    return str(error).rstrip(".")
