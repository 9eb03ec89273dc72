"""What a text may have, and that a text within the limits renders in bounded time."""

from __future__ import annotations

import time

import pytest

from server.text.markdown import render
from server.text.markdown_limits import find_excess

CHARS = 20_000
FLOODS = {
    "[": "[", "![": "![", "[a": "[a\n", "[](": "[](", "[a]": "[a]", "*a": "*a ", "*_~": "*_~", "a**b": "a**b*c",
    "`": "`a``b", "$": "$", "$$": "$$a", "$a$": "$a$ ", "lines": "$x\n\n", "---": "---\n", "=": "a\n=\n",
    "<": "<a@b.c>", ">": ">\n", "&": "&amp;", "\\": "\\", "url": "https://a.b ", "- ": "- ", "1.": "1. ",
    "```": "```py\nx\n```\n", "!": "!", "|": "|a", "text": "hello world ",
}  # fmt: skip
LONG = {
    "formula": f"${'x' * 19_000}$",
    "formulas": f"${'x_{1}^{2}' * 100}$ " * 20,
    "columns": "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + "x\n" * 1_400,
    "cells": "|a" * 20 + "|\n" + "|-" * 20 + "|\n" + "x\n" * 1_400,
    "bracket at the end of a URL": f"https://a.b/{')' * 19_900}",
}


def _as_long_as_allowed(unit: str) -> str:
    least, most = 0, CHARS // len(unit)
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (least, middle - 1) if find_excess(unit * middle) else (middle, most)
    return unit * least


@pytest.mark.slow
@pytest.mark.parametrize("unit", FLOODS)
def test_the_longest_text_that_is_allowed_renders_in_time(unit: str):
    text = _as_long_as_allowed(FLOODS[unit])
    began = time.thread_time()
    render(text)
    assert time.thread_time() - began < 1  # about 0.1 s; without the limits, up to 1.4 s


@pytest.mark.slow
@pytest.mark.parametrize("kind", LONG)
def test_a_long_formula_table_or_address_is_refused_or_renders_in_time(kind: str):
    text = LONG[kind]
    began = time.thread_time()
    if find_excess(text) is None:
        render(text)
    assert time.thread_time() - began < 0.1


@pytest.mark.parametrize("unit", ["[", "![", "*_~", "$a$ ", "$x\n\n", "<a>", "|a", "```py\nx\n```\n"])
def test_what_is_too_much_is_named_with_the_limit(unit: str):
    excess = find_excess(unit * (CHARS // len(unit)))
    assert excess is not None
    assert "(at most " in excess


def test_a_long_ordinary_text_is_allowed():
    paragraph = "Read *chapter 3* and [the notes](https://example.org): $x_i^2 < 1$, `f(x)` and a table.\n\n"
    table = "| a | b | c |\n|---|---|---|\n" + "| 1 | 2 | 3 |\n" * 30
    code = "```python\nfor i in range(10):\n    x[i] = y[i] * 2\n```\n\n"
    assert find_excess(paragraph * 150 + table + code * 5) is None
