"""Lay out the arrays of a failed check, as rows of numbers and as HTML tables; the style sheet sets their looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import prod
from typing import Any

Listed = Mapping[str, Any]
"""An array of ``values`` in the details of a check; see `grader.report.Check`."""
Row = Sequence[tuple[str, bool]]
"""The numbers of a row as text, each with whether it is wrong."""

MARK = "✗"
LONGEST_ROW = 8  # a longer array of one axis is broken into several rows


def parts(array: Listed, wrong: Sequence[int] = ()) -> Iterator[tuple[str, list[Row]]]:
    """Yield the matrices of an array along its last two axes, each with its index; the only one has none.

    Args:
        array: the array, whose numbers are given.
        wrong: the places of the wrong numbers in the flat array.
    """
    shape = tuple(int(size) for size in array["shape"])
    bad = set(wrong)
    cells = [(show(value), place in bad) for place, value in enumerate(array["numbers"])]
    width = shape[-1] if len(shape) > 1 else min(max(prod(shape), 1), LONGEST_ROW)
    rows: list[Row] = [cells[at : at + width] for at in range(0, len(cells), width)] if width else []
    if len(shape) < 3:
        yield "", rows
        return
    height = max(shape[-2], 1)
    for number, start in enumerate(range(0, len(rows), height)):
        yield name_of_matrix(number, shape), rows[start : start + height]


def name_of_matrix(number: int, shape: Sequence[int]) -> str:
    """Return the index of a matrix along the last two axes, as it is written in Python.

    Args:
        number: the number of the matrix in the flat array, from 0.
        shape: of the array. That of a report in an archive may be huge, so nothing is made for each index.
    """
    index: list[int] = []
    for size in reversed(shape[:-2]):
        number, place = divmod(number, max(size, 1))
        index.insert(0, place)
    return f"[{', '.join(map(str, index))}, :, :]"


def show(value: object) -> str:
    """Return a number as it is written in Python, without a trailing ``.0``."""
    return str(value).removesuffix(".0")


def form(array: Listed) -> str:
    """Return the shape of an array, and its dtype where the numbers are not given or it is not the usual one."""
    shape = tuple(array["shape"])
    said = [str(shape)] if shape else []
    if "numbers" not in array:
        return ", ".join([*said, str(array["dtype"]), "too large to list"])
    if shape and array["dtype"] != "float64":
        said.append(str(array["dtype"]))
    return ", ".join(said)


def marked(values: Mapping[str, Any], mark: str) -> str:
    """Return the sentence about the marks, or nothing where there is only one number or no mark."""
    wrong, got = values.get("wrong"), values.get("got", {})
    if not wrong or "numbers" not in got:
        return ""
    size = len(got["numbers"])
    return "" if size == 1 else f"{mark} marks the wrong elements: {len(wrong)} of {size}."


def tables(values: Mapping[str, Any]) -> str:
    """Return the inputs, and below them the expected and the actual numbers side by side, as HTML."""
    inputs = "".join(_table(one["name"], one) for one in values.get("inputs", ()))
    found = [f'<div class="arrays" data-inputs>{inputs}</div>'] if inputs else []
    if "expected" in values and "got" in values:
        wrong = values.get("wrong", ())
        pair = _table("expected", values["expected"]) + _table("got", values["got"], wrong)
        found.append(f'<div class="arrays" data-compared>{pair}</div>')
        if said := marked(values, MARK):
            found.append(f'<p class="array-note">{escape(said)}</p>')
    return "".join(found)


def _table(name: str, array: Listed, wrong: Sequence[int] = ()) -> str:
    shape = form(array)
    title = f"<code>{escape(name)}</code>" + (f" <span>{escape(shape)}</span>" if shape else "")
    body = "".join(_rows(array, wrong)) if "numbers" in array else ""
    table = f"<table><tbody>{body}</tbody></table>" if body else ""
    return f'<figure class="array" data-array="{escape(name)}"><figcaption>{title}</figcaption>{table}</figure>'


def _rows(array: Listed, wrong: Sequence[int]) -> Iterator[str]:
    for index, rows in parts(array, wrong):
        if index:
            yield f'<tr><th colspan="{max(map(len, rows), default=1)}">{escape(index)}</th></tr>'
        for row in rows:
            yield f"<tr>{''.join(_cell(*cell) for cell in row)}</tr>"


def _cell(text: str, is_wrong: bool) -> str:
    return f'<td class="wrong"><b>{escape(text)}</b> {MARK}</td>' if is_wrong else f"<td>{escape(text)}</td>"
