"""Convert Markdown with ``$…$`` and ``$$…$$`` formulas to safe HTML."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink, validateLink
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

from server.text.code import highlight
from server.text.formulas import formula

_TEXT_TAGS = frozenset(
    "a abbr blockquote br code dd del div dl dt em h2 h3 h4 h5 hr li ol p pre s span strong sub sup "  # noqa: SIM905
    "table tbody td th thead tr ul".split()
)
_MATH_TAGS = frozenset(
    "math mrow mi mo mn ms msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd "  # noqa: SIM905
    "mtext mspace mstyle mpadded mphantom menclose".split()
)
_FIGURE = re.compile(r'<span class="figure" data-figure="(?P<name>[^"]*)">[^<]*</span>')
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "code": {"class"},
    "div": {"class", "data-tex", "tabindex"},
    "math": {"display", "xmlns"},
    "mi": {"mathvariant"},
    "mn": {"mathvariant"},
    "mo": {"stretchy", "fence", "separator", "movablelimits", "form", "lspace", "rspace", "minsize", "maxsize"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mspace": {"width", "linebreak"},
    "mtable": {"columnalign", "rowspacing", "columnspacing", "columnlines", "rowlines"},
    "ol": {"start"},
    "pre": {"class"},
    "span": {"class", "data-tex", "data-figure"},
    "td": {"class"},
    "th": {"class", "scope"},
}


_BARE_URL = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_AFTER_URL = ".,;:!?'*_~"  # what ends a sentence rather than an address


def _render_fence(content: str, language: str, _attributes: str) -> str:
    # markdown-it does not wrap a result that begins with <pre.
    return f'<pre class="code"><code>{highlight(content, language)}</code></pre>\n'


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "highlight": _render_fence}).enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    parser.core.ruler.push("bare_urls", _link_bare_urls)
    parser.add_render_rule("math_inline", _math_inline)
    parser.add_render_rule("math_inline_double", _math_inline)
    parser.add_render_rule("math_block", _math_block)
    parser.add_render_rule("image", _image)
    return parser


def _link_bare_urls(state: StateCore) -> None:
    """Make links of the HTTP addresses in a text, outside links and code."""
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        found, depth = [], 0
        for token in block.children:
            depth += token.nesting if token.type in ("link_open", "link_close") else 0
            found += _with_links(token) if token.type == "text" and not depth else [token]
        block.children = found


def _with_links(text: Token) -> list[Token]:
    """Split a text into texts and links."""
    found, end = [], 0
    for match in _BARE_URL.finditer(text.content):
        url = _without_end(match[0])
        href = normalizeLink(url)
        if not url.partition("://")[2] or not validateLink(href):
            continue
        found += [
            _text(text.content[end : match.start()]),
            Token("link_open", "a", 1, attrs={"href": href}),
            _text(url),
            Token("link_close", "a", -1),
        ]
        end = match.start() + len(url)
    return [*found, _text(text.content[end:])] if found else [text]


def _without_end(url: str) -> str:
    """Return an address without the punctuation after it, such as a bracket that it does not open."""
    end, unopened = len(url), url.count(")") - url.count("(")
    while end and (url[end - 1] in _AFTER_URL or (url[end - 1] == ")" and unopened > 0)):
        unopened -= url[end - 1] == ")"
        end -= 1
    return url[:end]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _math_inline(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    return formula(tokens[index].content.strip(), block=False)


def _image(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    """Return a placeholder with the alternative text, which `render_statement` replaces with the figure."""
    name, text = str(tokens[index].attrs["src"]), str(tokens[index].content)
    return f'<span class="figure" data-figure="{escape(name)}">{escape(text)}</span>'


def _math_block(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    return formula(tokens[index].content.strip(), block=True) + "\n"


def render(markdown: str) -> Markup:
    """Convert `markdown` to HTML without scripts, styles or frames, whatever the input contains.

    First-level headings become second-level ones, because the page has its own first-level heading.
    """
    html = _parser().render(markdown)
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(
        html,
        tags=set(_TEXT_TAGS | _MATH_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return Markup(clean.replace("<th></th>", "<td></td>"))  # noqa: S704 - sanitized; an empty corner cell is no header


@lru_cache(maxsize=256)
def render_statement(statement: str, figures: tuple[tuple[str, str], ...] = ()) -> Markup:
    """Convert a statement to HTML without its title line, which the page shows, and with the figures of the exercise.

    Args:
        statement: Markdown; ``![text](name.svg)`` inserts a figure.
        figures: names and SVG elements from the exercise, which are trusted like its code.
    """
    html = str(render(re.sub(r"\A\s*# [^\n]*\n", "", statement)))
    drawn = dict(figures)

    def draw(placeholder: re.Match[str]) -> str:
        svg = drawn.get(unescape(placeholder["name"]))
        return f'<span class="figure">{svg}</span>' if svg else placeholder[0]

    return Markup(_FIGURE.sub(draw, html))  # noqa: S704 - sanitized, and the figures are trusted
