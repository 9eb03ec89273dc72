"""Print the inputs of a failed check, and the expected and the actual numbers side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from rich.text import Text

from grader.cli.terminal import Page, clean_line
from grader.pictures.arrays import form, marked, parts

GAP = 4
MARK = "*"


def print_values(page: Page, values: Mapping[str, Any], indent: int) -> None:
    """Print the inputs one below the other, then what was expected beside what came; wrong numbers have a mark."""
    for one in values.get("inputs", ()):
        _print(page, _lines(one["name"], one), indent)
    if "expected" in values and "got" in values:
        left, right = _lines("expected", values["expected"]), _lines("got", values["got"], values.get("wrong", ()))
        _print_pair(page, left, right, indent)
        if said := marked(values, MARK):
            page.line(Text(said, "dim"), indent)


def _print_pair(page: Page, left: Sequence[Text], right: Sequence[Text], indent: int) -> None:
    column = max(line.cell_len for line in left) + GAP
    if column + max(line.cell_len for line in right) + indent > page.width:
        _print(page, [*left, *right], indent)
        return
    pairs = zip_longest(left, right, fillvalue=Text())
    _print(page, [Text.assemble(one, " " * (column - one.cell_len), other) for one, other in pairs], indent)


def _print(page: Page, lines: Sequence[Text], indent: int) -> None:
    for line in lines:
        page.line(line, indent, hang=2)


def _lines(name: str, array: Mapping[str, Any], wrong: Sequence[int] = ()) -> list[Text]:
    """Return an array as lines: a single number beside its name, and the rows of others below it."""
    title, shape = clean_line(name), clean_line(form(array))
    if "numbers" not in array:
        return [Text.assemble((f"{title}  ", "dim"), shape)]
    found = [
        (index, [[(clean_line(text), bad) for text, bad in row] for row in rows]) for index, rows in parts(array, wrong)
    ]
    width = max((len(text) for _, rows in found for row in rows for text, _ in row), default=0)
    if not array["shape"]:
        return [Text.assemble((f"{title}  ", "dim"), *_row(row, 0)) for _, rows in found for row in rows]
    lines = [Text(f"{title}  {shape}", "dim")]
    for index, rows in found:
        lines += [Text(f"  {index}", "dim")] if index else []
        lines += [Text.assemble("  ", *_row(row, width)) for row in rows]
    return lines


def _row(row: Sequence[tuple[str, bool]], width: int) -> list[tuple[str, str]]:
    return [(f"{text:>{width}}{MARK if bad else ' '} ", "red" if bad else "") for text, bad in row]
