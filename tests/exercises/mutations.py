"""Small changes of a solution: signs, operators, axes, indices, constants, dropped terms and statements."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

_SWAPPED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
}
_COMPARED = {
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
_RENAMED = {
    "sum": "mean",
    "mean": "sum",
    "max": "min",
    "min": "max",
    "maximum": "minimum",
    "minimum": "maximum",
    "zeros": "ones",
    "zeros_like": "ones_like",
    "ones": "zeros",
    "ones_like": "zeros_like",
    "argmax": "argmin",
    "sqrt": "square",
    "square": "sqrt",
}
_SIMPLE = ast.Assign | ast.AugAssign | ast.Return | ast.Expr
TELLING = 12
"""Characters; shorter texts stand in too many places to say which one is meant."""
_UNWRAPPED = {"copy", "T", "astype"}


class Mutation(NamedTuple):
    """One change.

    Attributes:
        line: where.
        before: what stood there.
        after: what stands there now.
        source: the whole changed file.
    """

    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.before}  →  {self.after}"


def mutations(source: str) -> Iterator[Mutation]:
    """All changes of a file, one at a time, none twice."""
    original = ast.parse(source)
    seen = {ast.unparse(original)}
    for position, node in enumerate(ast.walk(original)):
        for i in range(len(list(_changes(copy.deepcopy(node))))):
            tree = copy.deepcopy(original)
            target = list(ast.walk(tree))[position]
            around = _around(tree, target)
            before = _short(around)
            replace = _Replace(target, list(_changes(target))[i])
            tree = replace.visit(tree)
            changed = ast.unparse(ast.fix_missing_locations(tree))
            if changed not in seen:
                seen.add(changed)
                after = replace.replacement if around is target else around
                yield Mutation(getattr(node, "lineno", 0), before, _short(after), changed)


def _around(tree: ast.AST, target: ast.AST) -> ast.AST:
    """Return what tells a change apart from others: the node itself, or around a short one what is long enough."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = target
    while len(ast.unparse(found)) < TELLING and isinstance(parents[found], ast.expr | ast.keyword | _SIMPLE):
        found = parents[found]
    return found


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _changes(node: ast.AST) -> Iterator[Any]:
    """What a node can be changed into."""
    match node:
        case ast.BinOp(left, op, right):
            if type(op) in _SWAPPED:
                yield ast.BinOp(left, _SWAPPED[type(op)](), right)
            yield left
            if not isinstance(op, ast.Pow | ast.Sub | ast.Div | ast.FloorDiv):
                yield right
            if isinstance(op, ast.MatMult | ast.Sub | ast.Div):
                yield ast.BinOp(right, op, left)
        case ast.UnaryOp(ast.USub(), ast.expr() as operand) if not isinstance(operand, ast.Constant):
            yield operand
        case ast.Compare(left, [op], right) if type(op) in _COMPARED:
            for other in _COMPARED[type(op)]:
                yield ast.Compare(left, [other()], right)
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() | float() as value):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.AugAssign(target, op, value):
            yield ast.Assign([target], value, lineno=node.lineno)
            if type(op) in _SWAPPED:
                yield ast.AugAssign(target, _SWAPPED[type(op)](), value)
            yield ast.Pass()
        case ast.Assign() | ast.Expr(ast.Call()):
            yield ast.Pass()
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.Attribute(value, str(name)) if name == "T":
            yield value
        case ast.Attribute(value, str(name), context) if name in _RENAMED and isinstance(context, ast.Load):
            yield ast.Attribute(value, _RENAMED[name], context)
        case ast.Call(ast.Attribute(value, str(name))) if name in _UNWRAPPED:
            yield value
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg in ("axis", "keepdims", "ddof", "axes"):
                kept = [other for other in node.keywords if other is not keyword]
                yield ast.Call(node.func, node.args, kept)


class _Replace(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, target: ast.AST, replacement: ast.AST) -> None:
        self._target, self.replacement = target, replacement

    def visit(self, node: ast.AST) -> Any:
        if node is self._target:
            return self.replacement
        return self.generic_visit(node)
