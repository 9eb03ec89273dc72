"""Print a statement in the terminal: Markdown by rich, with formulas as Unicode."""

from __future__ import annotations

import re
from string import punctuation
from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown
from rich.text import Text
from rich.theme import Theme

from grader.cli.rendering.formulas import to_unicode
from grader.cli.terminal import FIXED_SPACE, Page, clean

LINE_COLUMNS = 88  # longer lines of prose are hard to read
DISPLAY_INDENT = 4
UNBROKEN_COLUMNS = 24  # a formula up to this long stays on one line
# Code comes first: a dollar sign inside it does not start a formula.
_PARTS = re.compile(
    r"(?P<code>^(?P<fence>```+|~~~+).*?^(?P=fence)[^\n]*$|(?P<ticks>`+).+?(?P=ticks))"
    r"|\$\$(?P<display>.+?)\$\$"
    r"|\$(?P<inline>(?!\s)[^$]+?(?<!\s))\$(?!\d)",
    re.DOTALL | re.MULTILINE,
)
_IMAGE = re.compile(r"!\[([^\]]+?)\.?\]\([^)]*\)")
THEME = Theme(
    {
        "markdown.code": "cyan",
        "markdown.h1": "bold",
        "markdown.h2": "bold",
        "markdown.h3": "bold",
        "markdown.table.border": "dim",
        "markdown.table.header": "bold",
        "markdown.item.bullet": "dim",
    }
)


def print_statement(page: Page, markdown: str) -> None:
    """Print a statement, at most `LINE_COLUMNS` wide."""
    width = min(page.width, LINE_COLUMNS)
    page.console.push_theme(THEME)
    plain = page.console.color_system is None
    text = _IMAGE.sub(r"(Picture: \1.)", clean(markdown))
    page.block(_Statement(with_unicode_math(text, width, keep_ticks=plain)), width)
    page.console.pop_theme()


def with_unicode_math(markdown: str, width: int, *, keep_ticks: bool = False) -> str:
    """Replace every formula in a Markdown text with Unicode text that Markdown does not change.

    Args:
        markdown: the statement.
        width: the width of the page in columns.
        keep_ticks: whether to keep the backticks of code spans, for a page without colors to set them off.
    """

    def replace(part: re.Match[str]) -> str:
        if part["code"]:
            return f"`` {part[0]} ``" if keep_ticks and part["ticks"] == "`" else part[0]
        if part["inline"]:
            return _escape(_unbroken(to_unicode(part["inline"]).replace("\n", "; ")))
        return "\n\n```math\n" + "\n".join(_display(part["display"], width - DISPLAY_INDENT)) + "\n```\n\n"

    return _PARTS.sub(replace, markdown)


def _display(latex: str, width: int) -> list[str]:
    """Return the lines of a displayed formula; one that is too wide is broken between its parts."""
    lines: list[str] = []
    for line in to_unicode(latex).split("\n"):
        lines += [line] if len(line) <= width else [part.strip() for part in re.split(r"(?<=[,;]) {3,}", line)]
    return lines


def _unbroken(formula: str) -> str:
    return formula.replace(" ", FIXED_SPACE) if len(formula) <= UNBROKEN_COLUMNS else formula


def _escape(text: str) -> str:
    return re.sub(f"([{re.escape(punctuation)}])", r"\\\1", text)


class _PlainHeading(Heading):
    """A heading that is aligned left and has no frame."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.text.justify = "left"
        if self.tag != "h1":
            yield Text()
        yield self.text


class _PlainCode(CodeBlock):
    """A code block with indented lines and no background; formulas are printed as code blocks."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in str(self.text).rstrip().split("\n"):
            yield Text(" " * DISPLAY_INDENT + line, no_wrap=self.lexer_name != "math", overflow="ignore")


class _Statement(Markdown):
    elements: ClassVar = {
        **Markdown.elements,
        "heading_open": _PlainHeading,
        "fence": _PlainCode,
        "code_block": _PlainCode,
    }
