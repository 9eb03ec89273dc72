"""Print to the terminal: consoles, glyphs, indented pages, and cleaning untrusted text."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console, RenderableType
from rich.text import Text

# Whole sequences are removed, so that no "[31m" remains: CSI, then strings up to their terminator, then two-byte ones.
_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[PX\]^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-Z\\^-~]"
)
# The remaining control characters, and the invisible marks that reorder or hide text.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

NARROWEST = 20  # columns; in a narrower terminal, lines overflow
FIXED_SPACE = "\ue000"  # rich breaks lines at every kind of space, even a non-breaking one


def clean(text: object) -> str:
    """Return `text` without control sequences; newlines stay, and tabs become spaces.

    Exception messages, prints and class names come from students, and problem texts from a server; none is trusted.
    """
    plain = _LINE_ENDS.sub("\n", _SEQUENCES.sub("", str(text)))
    return _CONTROLS.sub("", plain).encode("utf-8", "replace").decode().expandtabs(4)


def clean_line(text: object) -> str:
    """Clean `text` like `clean` and put it on one line."""
    return " ".join(clean(text).split())


def safe(text: object, style: str = "") -> Text:
    """Return a cleaned text in one style; unlike a plain str, it is never read as markup."""
    return Text(clean(text), style=style)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The glyphs of states, which differ in shape and not only in color."""

    ok: str = "✓"
    bad: str = "✗"
    skipped: str = "–"


ASCII_GLYPHS = Glyphs(ok="+", bad="x", skipped="-")


def glyphs(console: Console) -> Glyphs:
    """Return the glyphs that this console can show."""
    return Glyphs() if console.encoding.lower().replace("-", "") == "utf8" else ASCII_GLYPHS


class Page:
    """Prints indented, wrapped lines on a console, without trailing spaces.

    Attributes:
        console: the console to print on.
        marks: the glyphs that it can show.
    """

    def __init__(self, console: Console, margin: int = 0) -> None:
        self.console = console
        self.marks = glyphs(console)
        self._margin = margin

    def line(self, text: Text | str = "", indent: int = 0, suffix: Text | str = "", hang: int = 0) -> None:
        """Print `text`, wrapped to the width.

        Args:
            text: the text to print.
            indent: columns before every line.
            suffix: text after `text`, on the same line if it fits, otherwise below.
            hang: further columns before every line but the first.
        """
        text, suffix = _as_text(text), _as_text(suffix)
        if suffix and (not text or self.fits(text, suffix, indent)):
            text, suffix = Text.assemble(text, "  " if text else "", suffix), Text()
        indent += self._margin
        for number, part in enumerate(self._wrap(text, indent, hang)):
            part.rstrip()
            left = " " * (indent + (hang if number else 0) if part else 0)
            self.console.print(Text.assemble(left, part), soft_wrap=True)
        if suffix:
            self.line(suffix, indent + hang - self._margin)

    def _wrap(self, text: Text, indent: int, hang: int) -> list[Text]:
        """Wrap the first line to the full width and the others to the width without `hang`."""
        width = max(self.console.width - indent, NARROWEST)
        lines = list(text.wrap(self.console, width))
        if hang == 0 or len(lines) < 2:
            return lines
        rest = text[len(lines[0]) :]
        rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
        return [lines[0], *rest.wrap(self.console, max(width - hang, NARROWEST))]

    @property
    def width(self) -> int:
        """Return the number of columns between the margin and the right edge."""
        return self.console.width - self._margin

    def block(self, renderable: RenderableType, width: int | None = None) -> None:
        """Print a rich renderable, at most `width` columns wide, without two empty lines in a row."""
        options = self.console.options.update(width=min(width or self.width, self.width))
        was_empty = True
        for segments in self.console.render_lines(renderable, options, pad=False):
            line = Text()
            for text, style, _ in segments:
                line.append(text.replace(FIXED_SPACE, " "), style=style)
            line.rstrip()
            if line or not was_empty:
                self.console.print(Text.assemble(" " * self._margin if line else "", line), soft_wrap=True)
            was_empty = not line

    def fits(self, text: Text, suffix: Text, indent: int = 0) -> bool:
        """Return whether both texts fit on one line with two spaces between them."""
        width = self._margin + indent + text.cell_len + 2 + suffix.cell_len
        return "\n" not in text.plain and width <= self.console.width


def _as_text(text: Text | str) -> Text:
    return text if isinstance(text, Text) else safe(text)


def make_console(file: TextIO | None = None, *, stderr: bool = False) -> Console:
    """Return a console without markup, emoji codes or highlighting, and without escape codes under NO_COLOR."""
    no_color = bool(os.environ.get("NO_COLOR"))
    return Console(
        file=file,
        stderr=stderr,
        markup=False,
        emoji=False,
        highlight=False,
        color_system=None if no_color else "auto",
        no_color=no_color,
    )


@contextmanager
def progress(console: Console, message: str) -> Iterator[Callable[[str], None]]:
    """Show a progress message in a terminal and remove it at the end; yield a function that changes the message."""
    if not console.is_terminal:
        yield lambda message: None
        return
    with console.status(Text(message, "dim"), spinner="dots", spinner_style="dim") as status:
        yield lambda message: status.update(Text(clean_line(message), "dim"))
