r"""Convert a LaTeX formula to one line of Unicode: ``\frac{1}{1 + e^{-x}}`` becomes ``1 / (1 + e⁻ˣ)``.

pylatexenc knows the symbols and alphabets, but its own text output drops the brackets around fractions and scripts, so
this module parses the structure itself.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text

from grader.cli.rendering.formula_layout import Kind, Piece, classify, fraction, join, subscript, superscript

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
SPACES = {"\\,": " ", "\\;": " ", "\\:": " ", "\\ ": " ", "~": " ", "\\quad": "   ", "\\qquad": "   "}
NOTHING = {"\\left", "\\right", "\\!", "\\displaystyle", "\\limits", "\\nolimits", "\\big", "\\bigl", "\\bigr"}
FRACTIONS = {"\\frac", "\\dfrac", "\\tfrac"}
WORDS = {"\\mathrm", "\\operatorname", "\\text", "\\textit", "\\textrm", "\\texttt", "\\mathtt", "\\mathit", "\\mbox"}
ALPHABETS = {"\\mathbb", "\\mathcal", "\\mathsf", "\\mathfrak"}
WEIGHTS = {"\\mathbf", "\\boldsymbol", "\\bm", "\\textbf"}  # a formula in a terminal has no bold
ACCENTS = {"\\hat": "\u0302", "\\widehat": "\u0302", "\\bar": "\u0304", "\\overline": "\u0304"}
ACCENTS |= {"\\tilde": "\u0303", "\\widetilde": "\u0303", "\\dot": "\u0307", "\\vec": "\u20d7"}
OPERATORS = {"∑": "Σ", "∏": "Π"}
ESCAPED = {"\\|": "‖", "-": "−", "*": "∗"}


def to_unicode(latex: str) -> str:
    """Return a formula (without its dollar signs) as text; an aligned environment gives several lines."""
    reader = _Reader(latex)
    pieces: list[Piece] = []
    while not reader.done:
        pieces += reader.pieces()
        reader.take()  # a stray closing brace must not hide the rest
    return join(pieces)


class _Reader:
    """Read tokens into pieces by recursive descent."""

    def __init__(self, latex: str) -> None:
        self._tokens = TOKEN.findall(latex.strip())
        self._at = 0

    @property
    def done(self) -> bool:
        return self._at >= len(self._tokens)

    def peek(self) -> str:
        """Return the next token that is not blank; empty at the end."""
        while not self.done and self._tokens[self._at].isspace():
            self._at += 1
        return "" if self.done else self._tokens[self._at]

    def take(self) -> str:
        mark = self.peek()
        self._at += 1
        return mark

    def pieces(self, stops: Container[str] = ()) -> list[Piece]:
        """Read up to a closing brace or one of `stops`, which are not consumed."""
        found: list[Piece] = []
        while (mark := self.peek()) and mark != "}" and mark not in stops:
            found += self._with_scripts(self._atom())
        return found

    def _with_scripts(self, base: list[Piece]) -> list[Piece]:
        """Attach the subscript and then the superscript to the last piece of `base`."""
        below = above = ""
        while self.peek() in {"^", "_", "'"}:
            script = self.take()
            if script == "_":
                below += subscript(join(self._group()))
            else:
                above += "′" if script == "'" else superscript(join(self._group()))
        last = base[-1] if base else Piece("")
        return [*base[:-1], Piece(f"{last.text}{below}{above}", last.kind)] if below or above else base

    def _group(self) -> list[Piece]:
        """Return the argument of a macro: a group in braces, or a single atom."""
        if self.peek() != "{":
            return self._atom()
        self.take()
        inner = self.pieces()
        self.take()
        return inner

    def _words(self) -> str:
        """Return the argument of a macro as it was written, with its blanks."""
        if self.peek() != "{":
            return self.take()
        self.take()
        start, depth = self._at, 1
        while not self.done and depth:
            depth += {"{": 1, "}": -1}.get(self._tokens[self._at], 0)
            self._at += 1
        text = "".join(self._tokens[start : self._at - 1]).strip()
        return re.sub(r"\\([{}%_#&$])", r"\1", text)

    def _atom(self) -> list[Piece]:
        mark = self.peek()
        if mark == "{":
            return self._group()
        self.take()
        if mark in NOTHING:
            if self.peek() == "." and mark in {"\\left", "\\right"}:
                self.take()  # the missing partner of a bracket
            return []
        if mark in SPACES:
            return [Piece(SPACES[mark], Kind.SPACE)]
        return self._macro(mark) if mark.startswith("\\") else [classify(ESCAPED.get(mark, mark))]

    def _macro(self, mark: str) -> list[Piece]:
        if mark in FRACTIONS:
            return [fraction(self._group(), self._group())]
        if mark == "\\sqrt":
            return [self._root()]
        if mark in WORDS:
            words = self._words()
            return [Piece(words, Kind.WORD if len(words) > 1 else Kind.SYMBOL)]
        if mark in ALPHABETS:
            return [Piece(_symbol(f"{mark}{{{self._words()}}}"))]
        if mark in WEIGHTS:
            return self._group()
        if mark in ACCENTS:
            return [Piece(f"{join(self._group())}{ACCENTS[mark]}")]
        if mark == "\\begin":
            return [self._environment(self._words())]
        return [classify(_symbol(mark))]

    def _root(self) -> Piece:
        degree = ""
        if self.peek() == "[":
            self.take()
            degree = superscript(join(self.pieces({"]"})))
            self.take()
        inner = self._group()
        return Piece(f"{degree}√{join(inner)}" if len(inner) == 1 else f"{degree}√({join(inner)})")

    def _environment(self, name: str) -> Piece:
        rows: list[list[str]] = [[]]
        while not self.done:
            rows[-1].append(join(self.pieces({"&", "\\\\", "\\end"})))
            end = self.take()
            if end == "\\\\":
                rows.append([])
            elif end != "&":
                self._words()
                break
        return Piece(_layout(name, [row for row in rows if any(row)]))


def _layout(name: str, rows: list[list[str]]) -> str:
    if name == "cases":
        return "{ " + ";   ".join("  ".join(row) for row in rows) + " }"
    if name.startswith("align"):
        return "\n".join(" ".join(cell for cell in row if cell) for row in rows)
    return "[" + "; ".join(" ".join(row) for row in rows) + "]"


@lru_cache(maxsize=256)
def _symbol(latex: str) -> str:
    """Return the Unicode text of a macro from pylatexenc; an unknown macro is shown by its name."""
    if latex in {*(f"\\{sign}" for sign in "{}%_#&$"), "\\|"}:
        return ESCAPED.get(latex, latex[1:])
    text = LatexNodes2Text(math_mode="text").latex_to_text(f"${latex}$").strip()
    return OPERATORS.get(text, text) or latex.lstrip("\\")
