"""Print a failed check: the call, the values, the worst element, and the traceback."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from grader.cli.rendering.arrays import print_values
from grader.cli.terminal import Page, clean_line, safe
from grader.compare import show_apart
from grader.report import Check

MAX_FRAMES = 6  # of a deep recursion, the first and last calls are enough
Json = Mapping[str, Any]


def print_failure(page: Page, check: Check, filename: str, indent: int, *, values: bool = False) -> None:
    """Print a failed check: its sentence, then the details that the sentence does not contain.

    Args:
        page: the page to print on.
        check: the check.
        filename: the name of the student's file, for tracebacks.
        indent: columns before every line.
        values: whether to list the inputs, and the expected and the actual numbers.
    """
    details = check.details
    page.line(check.message, indent)
    call = clean_line(details.get("asked", ""))
    if call and call not in check.message:
        page.line(_labeled("call", call), indent, hang=7)
    if case := clean_line(details.get("case", "")):
        page.line(_labeled("input", case), indent, hang=7)
    shapes = shape(details.get("shape_expected")), shape(details.get("shape_got"))
    if shapes[0] != shapes[1] and not all(text in check.message for text in shapes):
        page.line(_labeled("shape", f"expected {shapes[0]}, got {shapes[1]}"), indent, hang=7)
    if worst := details.get("worst"):
        _print_worst(page, worst, details, check.message, indent)
    if raised := details.get("exception"):
        _print_traceback(page, raised, filename, indent)
    if values and "values" in details:
        print_values(page, details["values"], indent)
    for note in details.get("notes", ()):
        page.line(_labeled("note", clean_line(note)), indent, hang=7)


def _labeled(label: str, text: str) -> Text:
    return Text.assemble((f"{label:<5}  ", "dim"), text)


def _print_worst(page: Page, worst: Json, details: Json, message: str, indent: int) -> None:
    expected, got = pair(worst.get("expected"), worst.get("got"))
    place = index(worst["index"]) if worst.get("index") else ""
    if expected in message and got in message and place in message:
        return
    label = f"worst  at {place}: " if place else "value  "
    line = Text.assemble((label, "dim"), f"expected {expected}, got {got}")
    page.line(line, indent, suffix=_error(details), hang=7)


def _error(details: Json) -> Text:
    error, tolerance = details.get("error"), details.get("tolerance")
    if isinstance(error, float) and isinstance(tolerance, float) and math.isfinite(error):
        return Text(f"off by {error:.2g}, allowed {tolerance:.0e}", "dim")
    return Text()


def _print_traceback(page: Page, raised: Json, filename: str, indent: int) -> None:
    frames = list(raised.get("frames", ()))
    head, tail = frames, frames[:0]
    if len(frames) > MAX_FRAMES:
        head, tail = frames[: MAX_FRAMES // 2], frames[-MAX_FRAMES // 2 :]
    _print_frames(page, head, filename, indent)
    if tail:
        page.line(Text(f"… {len(frames) - MAX_FRAMES} more calls …", "dim"), indent)
    _print_frames(page, tail, filename, indent)
    kind, message = clean_line(raised.get("type", "")), clean_line(raised.get("message", ""))
    page.line(safe(f"{kind}: {message}" if message else kind, "red"), indent, hang=2)


def _print_frames(page: Page, frames: Sequence[Json], filename: str, indent: int) -> None:
    for frame in frames:
        function = clean_line(frame["function"])
        inside = "" if function == "<module>" else f" in {function}"
        where = f"{clean_line(filename)}:{clean_line(frame['line'])}{inside}"
        page.line(Text(where, "dim"), indent)
        if code := clean_line(frame.get("code", "")):
            page.line(code, indent + 2, hang=2)


def shape(value: Sequence[int] | None) -> str:
    """Return a shape as NumPy prints it."""
    if value is None:
        return "no array"
    return clean_line(f"({value[0]},)" if len(value) == 1 else f"({', '.join(str(size) for size in value)})")


def index(value: Sequence[int]) -> str:
    """Return an index as it is written in NumPy."""
    return clean_line(f"[{', '.join(str(part) for part in value)}]")


def pair(expected: object, got: object) -> tuple[str, str]:
    """Return both numbers with at least six digits, and as many as it takes to see the difference."""
    texts = show_apart(expected, got)
    return clean_line(texts[0]), clean_line(texts[1])
