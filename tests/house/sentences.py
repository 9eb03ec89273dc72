"""Find sentences that are written in code, for the tests that say where sentences belong."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LEAST_WORDS = 3


def sentences(source: str) -> Iterator[str]:
    """Yield each text in `source` that reads as a sentence, with ``{}`` for its gaps; docstrings are left out."""
    tree = ast.parse(source)
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = _text(node)
        is_whole = isinstance(node, ast.JoinedStr) or id(node) not in parts
        if text is not None and is_whole and id(node) not in docstrings and _is_sentence(text):
            yield text


def stray_sentences(folder: Path, *, allowed: frozenset[str], raised: bool) -> list[str]:
    """List the sentences below `folder` outside the `allowed` files and folders; those in a ``raise`` if `raised`."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder)
        if allowed.isdisjoint({str(name), *map(str, name.parents)}):
            source = path.read_text()
            errors = set() if raised else set(_raised(source))
            found += [f"{name}: {text}" for text in sentences(source) if text not in errors]
    return found


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _is_sentence(text: str) -> bool:
    """Return whether `text` begins with a capital or a gap, ends with a full stop or question mark and has words."""
    is_closed = text.rstrip().endswith((".", "?", "!"))
    return is_closed and re.match(r"[A-Z{]", text) is not None and len(text.split()) >= LEAST_WORDS


def _raised(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Raise):
            yield from (text for part in ast.walk(node) if (text := _text(part)) is not None)
