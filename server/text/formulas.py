"""Formulas as MathML, for readers without JavaScript and for screen readers."""

from __future__ import annotations

from functools import lru_cache

from latex2mathml.converter import convert
from markupsafe import escape


class UnknownMacroError(ValueError):
    """A formula uses a macro that cannot be shown."""


@lru_cache(maxsize=2048)
def formula(tex: str, *, block: bool) -> str:
    """Return `tex` as HTML: MathML in an element that keeps the TeX, so that the page can typeset it better.

    Raises:
        UnknownMacroError: if MathML would show a raw backslash; latex2mathml passes macros that it does not know.
    """
    mathml = convert(tex, display="block" if block else "inline")
    if "\\" in mathml:
        raise UnknownMacroError(f"no MathML for the formula {tex!r}: {mathml}")
    tag, kind = ("div", "math math-block") if block else ("span", "math")
    scrolls = ' tabindex="0"' if block else ""  # it may be wider than its place; a script takes this away where it fits
    return f'<{tag} class="{kind}"{scrolls} data-tex="{escape(tex)}">{mathml}</{tag}>'
