"""Ways to make a copy look like other work, each of which leaves what the program does as it is."""

from __future__ import annotations

import ast
import builtins
import keyword
from collections.abc import Callable, Collection

FREE = [f"{a}{b}" for a in ("data", "tmp", "foo", "val", "bar") for b in ("", "_a", "_b", "_c", "_d", "_e", "_f", "_g")]


def renamed(source: str, kept: Collection[str]) -> str:
    """Every variable, argument and attribute that is the student's own gets another name."""
    tree = ast.parse(source)
    taken = {*kept, *dir(builtins), *keyword.kwlist, *_imported(tree)}
    own = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    own |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    own |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)}
    names = dict(zip(sorted(own - taken), FREE, strict=False))
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.arg = names.get(node.arg, node.arg)
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            node.attr = names.get(node.attr, node.attr)
    return ast.unparse(tree)


def reordered(source: str, kept: Collection[str] = ()) -> str:
    """Methods of every class in the reverse order, and functions before classes."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            node.body = [part for part in node.body if not isinstance(part, ast.FunctionDef)] + [
                part for part in reversed(node.body) if isinstance(part, ast.FunctionDef)
            ]
    return ast.unparse(tree)


def commented(source: str, kept: Collection[str] = ()) -> str:
    """A docstring in every function, and a comment before every line."""
    lines = []
    for number, line in enumerate(source.split("\n")):
        indent = line[: len(line) - len(line.lstrip())]
        lines += [f"{indent}# step {number}: now we go on", line + "  # like this"] if line.strip() else [line, ""]
        if line.lstrip().startswith("def ") and line.endswith(":"):
            lines.append(f'{indent}    """Compute (it) = carefully [step]."""')
    return "\n".join(lines)


def reformatted(source: str, kept: Collection[str] = ()) -> str:
    """Eight spaces of indentation, lines broken after commas in brackets, blanks around everything, blank lines."""
    lines = []
    for line in source.split("\n"):
        body = line.lstrip()
        indent = " " * 2 * (len(line) - len(body))
        if "(" in body and not body.startswith(("def ", "class ", "import", "from")) and '"' not in body:
            first = body.index("(") + 1
            body = body[:first] + "\n" + indent + "        " + body[first:]
        lines += [indent + body.replace(" = ", "   =   "), ""]
    return "\n".join(lines)


def swapped(source: str, kept: Collection[str] = ()) -> str:
    """Neighboring assignments that do not need each other change places."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        at = 0
        while at + 1 < len(body):
            if _independent(body[at], body[at + 1]):
                body[at], body[at + 1] = body[at + 1], body[at]
                at += 1
            at += 1
    return ast.unparse(tree)


def everything(source: str, kept: Collection[str]) -> str:
    """All of them, one after another."""
    return reformatted(commented(renamed(reordered(swapped(source)), kept)))


DISGUISES: dict[str, Callable[[str, Collection[str]], str]] = {
    "renamed": renamed,
    "methods reordered": reordered,
    "comments and docstrings": commented,
    "reformatted": reformatted,
    "statements swapped": swapped,
    "all five": everything,
}


def _imported(tree: ast.AST) -> set[str]:
    return {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def _independent(first: ast.stmt, second: ast.stmt) -> bool:
    if not (isinstance(first, ast.Assign) and isinstance(second, ast.Assign)):
        return False
    return not (_stored(first) & _read(second) or _stored(second) & _read(first) or _stored(first) & _stored(second))


def _stored(statement: ast.Assign) -> set[str]:
    names = set()
    for target in statement.targets:
        for node in ast.walk(target):
            if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(ast.unparse(node))
            if isinstance(node, ast.Subscript):
                names |= {ast.unparse(part) for part in ast.walk(node.value) if isinstance(part, ast.expr)}
    return names


def _read(statement: ast.Assign) -> set[str]:
    return {ast.unparse(n) for n in ast.walk(statement) if isinstance(n, ast.Attribute | ast.Name)} - (
        _stored(statement) if not any(isinstance(t, ast.Subscript) for t in statement.targets) else set()
    ) | {ast.unparse(n) for n in ast.walk(statement.value) if isinstance(n, ast.Attribute | ast.Name)}
