"""The words of a Python source and their lines: by the tokenizer, or by a plain split where it fails or is slow."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

MAX_LEXEMES = 6000  # of one source; a solution has some hundreds, and a longer source would only take time
MAX_LINE_CHARS = 4000  # for the tokenizer, which scans the rest of a line once for each stray quotation mark

_LAYOUT = {
    tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER
}  # fmt: skip
_WORD = re.compile(
    r"""
    (?P<comment> \#[^\n]* )
  | (?P<string> [A-Za-z]{0,2}
      (?: '{3}.*?(?:'{3}|\Z) | "{3}.*?(?:"{3}|\Z) | '(?:\\.|[^'\\\n])*'? | "(?:\\.|[^"\\\n])*"? ) )
  | (?P<number> \.?\d(?:[eE][+-]?\d|[\w.])* )
  | (?P<name> [^\W\d]\w* )
  | (?P<line> \n )
  | (?P<space> [^\S\n]+ | \\\n )
  | (?P<op> \*\*=|//=|>>=|<<=|\.\.\.|->|:=|[-+*/%&|^@=!<>]=|\*\*|//|<<|>>|. )
    """,
    re.VERBOSE | re.DOTALL,
)
_KINDS = {"string": tokenize.STRING, "number": tokenize.NUMBER, "name": tokenize.NAME, "op": tokenize.OP}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One word: its kind as the `tokenize` module numbers them, and the lines it stands on, from 1."""

    kind: int
    text: str
    line: int
    last_line: int


def lexemes(source: str) -> list[Lexeme]:
    """Return the words of `source` without comments and layout, at most 6000; a logical line ends with a NEWLINE."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if max(map(len, source.split("\n"))) > MAX_LINE_CHARS:
        return list(islice(_split(source), MAX_LEXEMES))
    try:
        return list(islice(_tokenized(source), MAX_LEXEMES))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return list(islice(_split(source), MAX_LEXEMES))


def _tokenized(source: str) -> Iterator[Lexeme]:
    depth = 0  # of f-strings, which Python 3.12 and later take apart: a string is one word in every version
    start = tokenize.TokenInfo(0, "", (1, 0), (1, 0), "")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        name = tokenize.tok_name[token.type]
        if name == "FSTRING_START":
            start = start if depth else token
            depth += 1
        elif name == "FSTRING_END":
            depth -= 1
            if not depth:
                yield Lexeme(tokenize.STRING, "", start.start[0], token.end[0])
        elif not depth and token.type not in _LAYOUT and (token.string.strip() or token.type == tokenize.NEWLINE):
            yield Lexeme(token.type, token.string, token.start[0], token.end[0])


def _split(source: str) -> Iterator[Lexeme]:
    line, depth, open_line = 1, 0, False
    for found in _WORD.finditer(source):
        kind, text = found.lastgroup or "op", found.group()
        first, line = line, line + text.count("\n")
        if kind == "line" and open_line and depth <= 0:
            open_line = False
            yield Lexeme(tokenize.NEWLINE, "", first, first)
        if kind in _KINDS:
            open_line = True
            depth += (text in "([{") - (text in ")]}") if kind == "op" else 0
            yield Lexeme(_KINDS[kind], text, first, line)
    if open_line:
        yield Lexeme(tokenize.NEWLINE, "", line, line)
