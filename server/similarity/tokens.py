"""Normalize a source to tokens that stay the same when its names, comments or layout change.

Comments, docstrings, blank lines, indentation, imports and modules before a dot (``np.exp`` is ``exp``) are left out.
Names become one kind, unless they are structure: keywords, functions of NumPy and Python, what the exercise prescribes.
Numbers become one kind, unless they are 0, 1 or 2. Strings become one kind.
"""

from __future__ import annotations

import builtins
import keyword
import math
import tokenize
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from exercises import Exercise
from server.similarity.lexer import Lexeme, lexemes

NAME, NUMBER, STRING, END = "N", "#", "'", ";"
# The names that are structure: those of NumPy and Python.
ATTRIBUTES = frozenset(
    {"T", "shape", "ndim", "size", "dtype", "at", "reduce", "newaxis", "inf", "pi", "nan", "float64"}
)
CALLABLE = frozenset(
    name
    for place in (np, np.ndarray, np.linalg, np.random.Generator, math, builtins, list, dict, set, str)
    for name in dir(place)
    if not name.startswith("_")
)
KEYWORD_ARGUMENTS = frozenset(
    {"axis", "axes", "copy", "dtype", "indexing", "initial", "keepdims", "ord", "order", "out", "where"}
)
_SMALL = {0.0: "0", 1.0: "1", 2.0: "2"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token and the lines it stands on, from 1."""

    text: str
    line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class _Word:
    """A lexeme with its neighbors; `is_member` tells whether it was a member of a module."""

    lexeme: Lexeme
    before: str
    after: str
    is_member: bool


def tokens(source: str, prescribed: Collection[str] = ()) -> list[Token]:
    """Return the tokens of `source`; `prescribed` are the names that every solution must use."""
    modules: set[str] = set()
    found: list[Token] = []
    for statement in _statements(lexemes(source)):
        first = statement[0].text
        if first in {"import", "from"}:
            modules |= _modules(statement)
        elif not (first == "pass" and len(statement) == 1) and any(word.kind != tokenize.STRING for word in statement):
            found += _statement(_without_modules(statement, modules), prescribed)
    return found


def _statements(words: Sequence[Lexeme]) -> Iterator[list[Lexeme]]:
    """Cut at line ends, semicolons and the colon that opens a block, however they share lines."""
    statement: list[Lexeme] = []
    depth = 0
    for word in words:
        depth = max(0, depth + (word.text in {"(", "[", "{"}) - (word.text in {")", "]", "}"}))
        ends = word.kind == tokenize.NEWLINE or (word.text == ";" and word.kind == tokenize.OP)
        if not ends:
            statement.append(word)
        opens = word.text == ":" and depth == 0 and statement[0].text in _BLOCKS and "lambda" not in _texts(statement)
        if (ends or opens) and statement:
            yield statement
            statement = []
    if statement:
        yield statement


_BLOCKS = {
    "class", "def", "if", "elif", "else", "for", "while", "try", "except", "finally", "with", "async"
}  # fmt: skip


def _texts(statement: Sequence[Lexeme]) -> set[str]:
    return {word.text for word in statement}


def _modules(statement: Sequence[Lexeme]) -> set[str]:
    """The names that ``import`` gives to modules; those of ``from`` are plain functions."""
    if statement[0].text != "import":
        return set()
    bound = set()
    for before, word in pairwise(statement):
        if before.text in {"import", ",", "as"}:
            bound.add(word.text)
    return bound


def _without_modules(statement: Sequence[Lexeme], modules: Collection[str]) -> list[_Word]:
    kept: list[_Word] = []
    skip = member = False
    for index, word in enumerate(statement):
        after = statement[index + 1].text if index + 1 < len(statement) else ""
        before = statement[index - 1].text if index else ""
        if skip:  # the dot after a module
            skip, member = False, True
        elif word.text in modules and after == "." and before != ".":
            skip = True
        else:
            kept.append(_Word(word, before, after, member))
            member = False
    return kept


def _statement(words: Sequence[_Word], prescribed: Collection[str]) -> Iterator[Token]:
    last = ""
    depth = 0
    for word in words:
        found = word.lexeme
        depth += (found.text in {"(", "[", "{"}) - (found.text in {")", "]", "}"})
        text = _normal(word, depth, prescribed)
        joined = text == STRING == last  # adjacent strings are one
        trailing = text == "," and word.after in {")", "]", "}"}
        if not joined and not trailing:
            yield Token(text, found.line, found.last_line)
            last = text
    if words and last != ":":
        line = words[-1].lexeme.last_line
        yield Token(END, line, line)


def _normal(word: _Word, depth: int, prescribed: Collection[str]) -> str:
    kind, text = word.lexeme.kind, word.lexeme.text
    if kind == tokenize.STRING:
        return STRING
    if kind == tokenize.NUMBER:
        return _number(text)
    if kind != tokenize.NAME or keyword.iskeyword(text) or text in prescribed or word.is_member:
        return text
    is_call = word.after == "(" and text in CALLABLE and word.before not in {"def", "class"}
    is_attribute = text in ATTRIBUTES and (word.before == "." or text in {"newaxis", "inf", "pi"})
    is_argument = depth > 0 and word.after == "=" and word.before in {"(", ","} and text in KEYWORD_ARGUMENTS
    return text if is_call or is_attribute or is_argument else NAME


def _number(text: str) -> str:
    try:
        value = float(text.replace("_", ""))
    except ValueError:
        return NUMBER
    return _SMALL.get(value, NUMBER)


def prescribed_names(exercise: Exercise) -> frozenset[str]:
    """Return the names that a solution must use: classes and functions of the starter, and the gradients to keep."""
    found = list(lexemes(exercise.starter))
    defined = {
        name.text for before, name in pairwise(found) if name.kind == tokenize.NAME and before.text in {"def", "class"}
    }
    return frozenset(defined | {f"grad_{name}" for name in getattr(exercise.spec, "parameters", ())})
