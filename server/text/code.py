"""Highlight Python source as HTML, as a whole or line by line."""

from __future__ import annotations

from markupsafe import Markup
from pygments import highlight as pygments_highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import PythonLexer, TextLexer

_FORMATTER = HtmlFormatter(nowrap=True, classprefix="hl-")


def highlight(source: str, language: str = "python") -> Markup:
    """Return `source` as spans with ``hl-…`` classes; everything in it is escaped."""
    lexer: Lexer = PythonLexer(stripnl=False) if language in {"python", "py"} else TextLexer(stripnl=False)
    return Markup(pygments_highlight(source, lexer, _FORMATTER))  # noqa: S704 - Pygments escapes the text


def lines(source: str) -> list[Markup]:
    """Return the highlighted lines of `source`, without line ends; spans never cross a line."""
    html = str(highlight(source.replace("\r\n", "\n").replace("\r", "\n")))
    return [Markup(line) for line in html.removesuffix("\n").split("\n")]  # noqa: S704
