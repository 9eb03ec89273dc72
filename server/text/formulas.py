"""Convert formulas to MathML, for readers without JavaScript and for screen readers."""

from __future__ import annotations

from functools import lru_cache

from latex2mathml.converter import convert
from markupsafe import escape


class UnknownMacroError(ValueError):
    """A formula uses a macro that has no MathML."""


@lru_cache(maxsize=2048)
def formula(tex: str, *, block: bool) -> str:
    """Return `tex` as MathML inside an element with the TeX source, from which the page can typeset it better.

    Raises:
        UnknownMacroError: if a macro is unknown; latex2mathml passes such macros on with their backslash.
    """
    mathml = convert(tex, display="block" if block else "inline")
    if "\\" in mathml:
        raise UnknownMacroError(f"no MathML for the formula {tex!r}: {mathml}")
    tag, kind = ("div", "math math-block") if block else ("span", "math")
    scrolls = ' tabindex="0"' if block else ""  # a wide block scrolls; a script removes this where it fits
    return f'<{tag} class="{kind}"{scrolls} data-tex="{escape(tex)}">{mathml}</{tag}>'
