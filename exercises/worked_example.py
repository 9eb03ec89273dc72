"""The worked example of a starter as code that can be run.

The docstring of a starter shows it as an interactive session, with the results after arrows:

    layer = ReLU()
    layer.forward(np.array([-1.5, 0.5, 3.0]))     ->  [0.0, 0.5, 3.0]
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from textwrap import dedent

_BEGINS = "Worked example"
_ARROW = "->"
_GAP = re.compile(r" {3,}(?=\S)")


def worked_example(starter: str) -> str:
    """Return the code of the worked example in the docstring of a starter, without the results; empty if none runs."""
    try:
        text = ast.get_docstring(ast.parse(starter)) or ""
    except SyntaxError:
        return ""
    code = "\n".join(_code(_example(text))).strip() + "\n"
    try:
        ast.parse(code)
    except SyntaxError:
        return ""
    return code if code.strip() else ""


def _example(docstring: str) -> list[str]:
    """Return the indented lines after the paragraph that announces the example."""
    lines = iter(docstring.split("\n"))
    for line in lines:
        if line.startswith(_BEGINS):
            break
    block: list[str] = []
    for line in lines:
        if line.startswith("    ") or (block and not line):
            block.append(line)
        elif block:
            break
    return dedent("\n".join(block)).split("\n")


def _code(lines: list[str]) -> Iterator[str]:
    """Yield the lines without results and remarks, and without lines that only continue a result."""
    depth, arrow = 0, 10**6
    for line in lines:
        code, found, _ = line.partition(_ARROW)
        indent = len(line) - len(line.lstrip())
        if depth == 0 and indent > arrow:
            continue
        if not found:
            code = _without_remark(line, depth)
        else:
            arrow = len(code)
        depth += sum(code.count(mark) for mark in "([{") - sum(code.count(mark) for mark in ")]}")
        if code.strip() or not line:
            yield code.rstrip()
        if not found and depth == 0:
            arrow = 10**6


def _without_remark(line: str, depth: int) -> str:
    """Return a line without the remark that a wide gap separates from its code."""
    start = len(line) - len(line.lstrip())
    gap = _GAP.search(line, start)
    return line if gap is None or depth else line[: gap.start()]
