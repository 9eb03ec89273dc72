"""Break each rule in small ways and see whether the tests notice: `python -m tests.reference.mutants [file …]`.

A mutant is one rule file, or the file that undoes broadcasting, with one change: a rule's sign flipped, a factor or a
term dropped, + for −, a minus or an axis gone, a comparison turned around. Each runs in a forked child against the
tests of rules, layers, tensors and transforms. Survivors are printed; the exit code is 1 if one is not known to be
harmless, and 2 if the tests fail on the file as it is.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
FILES = [*sorted((ROOT / "reference" / "rules").glob("[a-z]*.py")), ROOT / "reference" / "broadcasting.py"]
TESTS = ["test_rules.py", "test_broadcasting.py", "nn", "test_tensor.py", "test_transforms.py"]
LIMIT_S = 120

# Changes that cannot be noticed, with the reason.
HARMLESS = {
    ("g.ndim == 0", "g.ndim != 0"): "a shortcut past a reshape",
    ("len(xs) > 2", "len(xs) < 2"): "a matter of speed",
    ("x.ndim == 0", "x.ndim != 0"): "np.full and np.broadcast_to give the same, at different speed",
}


class Mutant(NamedTuple):
    """One change of one file."""

    path: Path
    line: int
    before: str
    after: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.before}  →  {self.after}"


def mutants(path: Path) -> Iterator[Mutant]:
    """All changes of a file, one at a time."""
    original = ast.parse(path.read_text())
    count = len(list(ast.walk(original)))
    for position in range(count):
        node = list(ast.walk(original))[position]
        for i in range(len(list(changes(copy.deepcopy(node))))):
            tree = copy.deepcopy(original)
            target = list(ast.walk(tree))[position]
            before = ast.unparse(target)
            replacement = list(changes(target))[i]
            Replace(target, replacement).visit(tree)
            yield Mutant(path, getattr(node, "lineno", 0), before, ast.unparse(replacement), tree)


def changes(node: ast.AST) -> Iterator[Any]:
    """What an expression can be changed into."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("primitive", "binary"):
        for i, arg in enumerate(node.args):
            if i >= 2 and isinstance(arg, ast.Lambda):
                flipped = copy.deepcopy(node)
                flipped.args[i].body = ast.UnaryOp(ast.USub(), arg.body)
                yield flipped
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield node.operand
    elif isinstance(node, ast.BinOp):
        other = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}.get(type(node.op))
        if other is not None:
            yield ast.BinOp(node.left, other(), node.right)
            yield node.left
            if isinstance(node.op, ast.Mult | ast.Add):
                yield node.right
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        turned = {ast.Gt: ast.Lt, ast.GtE: ast.Lt, ast.Lt: ast.Gt, ast.LtE: ast.Gt, ast.Eq: ast.NotEq}
        opposite = turned.get(type(node.ops[0]))
        if opposite is not None:
            yield ast.Compare(node.left, [opposite()], node.comparators)
    if isinstance(node, ast.Call) and any(keyword.arg == "axis" for keyword in node.keywords):
        kept = [keyword for keyword in node.keywords if keyword.arg != "axis"]
        yield ast.Call(node.func, node.args, kept)


class Replace(ast.NodeTransformer):
    """Puts one expression in the place of another."""

    def __init__(self, target: ast.AST, replacement: ast.AST) -> None:
        self.target, self.replacement = target, replacement

    def visit(self, node: ast.AST) -> Any:
        if node is self.target:
            return self.replacement
        return self.generic_visit(node)


class MutantLoader(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Imports the changed file in the place of the original."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = ".".join(mutant.path.relative_to(ROOT).with_suffix("").parts)
        self.path = str(mutant.path)
        self.tree = ast.fix_missing_locations(mutant.tree)

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def get_filename(self, fullname: str) -> str:
        return self.path

    def get_data(self, path: str) -> bytes:
        return ast.unparse(self.tree).encode()


def survives(mutant: Mutant) -> bool:
    """Whether the tests pass all the same."""
    child = os.fork()
    if child == 0:
        os.closerange(1, 3)
        os.open(os.devnull, os.O_WRONLY)
        os.open(os.devnull, os.O_WRONLY)
        code = 1
        with contextlib.suppress(BaseException):
            code = run_tests(mutant)
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def run_tests(mutant: Mutant) -> int:
    """The exit code of the tests with the changed file."""
    import signal

    import pytest

    signal.alarm(LIMIT_S)
    sys.dont_write_bytecode = True
    sys.meta_path.insert(0, MutantLoader(mutant))
    tests = [str(Path(__file__).parent / name) for name in TESTS]
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests]))


def main() -> int:
    """Try all mutants, print the survivors, and tell whether all are harmless."""
    import numpy  # noqa: F401 - imported once, before the forks
    import pytest  # noqa: F401

    chosen = [path for path in FILES if not sys.argv[1:] or path.stem in sys.argv[1:]]
    total, alive, harmless = 0, 0, 0
    for path in chosen:
        if not survives(Mutant(path, 0, "", "", ast.parse(path.read_text()))):
            print(f"the tests fail without any change of {path.name}")
            return 2
        for mutant in mutants(path):
            total += 1
            if not survives(mutant):
                continue
            reason = HARMLESS.get((mutant.before, mutant.after))
            harmless += reason is not None
            alive += reason is None
            print(f"{'harmless' if reason else 'SURVIVED'}  {mutant}" + (f"  ({reason})" if reason else ""), flush=True)
    print(f"{total} mutants: {total - alive - harmless} killed, {harmless} harmless, {alive} survived")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
