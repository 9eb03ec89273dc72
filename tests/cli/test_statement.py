"""Statements in the terminal."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

import exercises
from grader.cli.rendering.statement import print_statement, with_unicode_math
from grader.cli.terminal import Page


def page(markdown, width=80, **options):
    stream = io.StringIO()
    print_statement(Page(Console(file=stream, width=width, highlight=False, **options)), markdown)
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("slug", exercises.catalog().slugs)
def test_every_statement_fits_and_shows_no_source(slug, width):
    text = page(exercises.load(slug).statement, width)
    assert not {"$", "\\", "```"} & {text[i : i + n] for i in range(len(text)) for n in (1, 3)}
    assert all(cell_len(line) <= width and line == line.rstrip() for line in text.splitlines())
    assert "\n\n\n" not in text


def test_statement_of_linear_reads_like_a_page():
    text = page(exercises.load("linear").statement)
    assert "\n    y = xWᵀ + b\n" in text
    assert "\n • `Linear(weight, bias)` " in text


def test_dollars_in_code_are_no_formulas():
    assert page("Costs `$5 and $6`.\n\n```\n$x$\n```\n") == "Costs `$5 and $6`.\n\n    $x$\n"


def test_formula_survives_the_marks_of_markdown():
    assert page("| a |\n| --- |\n| $|x_i|*y*z$ |\n").split("\n")[2].strip() == "|xᵢ| ∗ y ∗ z"


def test_short_formula_is_not_broken_over_lines():
    assert "1 − β" in page(f"{'word ' * 11}and $1 - \\beta$ end.", width=61)


def test_wide_displayed_formulas_stand_below_one_another():
    latex = r"$$\frac{\partial L}{\partial x} = GW, \qquad \frac{\partial L}{\partial W} = G^{\top} x$$"
    assert "∂L/∂x = GW,\n∂L/∂W = Gᵀx" in with_unicode_math(latex, width=26)


def test_code_is_told_apart_by_color_or_by_backticks():
    assert page("Use `x`.") == "Use `x`.\n"
    colored = page("Use `x`.", force_terminal=True, color_system="standard")
    assert "`" not in colored
    assert "\x1b[36mx" in colored


def test_hostile_statement_cannot_drive_the_terminal():
    assert "\x1b" not in page("\x1b[2J# Title\n\n$\x1b]0;x\x07y$ [bold]b[/bold]")
