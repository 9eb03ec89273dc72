"""Statements: formulas as MathML, and nothing that runs."""

from __future__ import annotations

import re

import pytest

import exercises
from server.text.formulas import UnknownMacroError, formula
from server.text.markdown import render, render_statement


def test_formulas_become_mathml_that_keeps_its_tex():
    html = render(r"The loss $L_2 < \frac{1}{2}$ falls.")
    assert '<span class="math" data-tex="L_2 &lt; \\frac{1}{2}"><math' in html
    assert "<mfrac>" in html
    assert 'display="block"' in render("$$\ny = x\n$$")


def test_money_is_not_a_formula():
    assert "<math" not in render("It costs $5 and $6.")


def test_a_macro_that_cannot_be_shown_is_an_error_not_a_backslash_on_the_page():
    with pytest.raises(UnknownMacroError, match="nosuchmacro"):
        formula(r"\nosuchmacro{x}", block=False)


@pytest.mark.parametrize("slug", [slug for unit in exercises.catalog().units for slug in unit.slugs])
def test_every_statement_of_the_catalog_can_be_shown(slug: str):
    exercise = exercises.load(slug)
    html = render_statement(exercise.statement, tuple(exercise.figures.items()))
    assert "<math" in html
    assert "$$" not in html
    assert f"<h2>{exercise.title}</h2>" not in html  # the page has it as its own heading
    assert html.count("<math") >= exercise.statement.count("$$") // 2
    assert html.count('<span class="figure"><svg') == exercise.statement.count("![") == len(exercise.figures)


def test_a_figure_is_the_exercise_s_own_and_stays_text_without_one():
    asked = "# T\n\n![A & B](a.svg)\n"
    assert '<span class="figure"><svg id="a"></svg></span>' in render_statement(
        asked, (("a.svg", '<svg id="a"></svg>'),)
    )
    html = render_statement(asked, (("b.svg", "<svg></svg>"),))
    assert "<svg" not in html
    assert "A &amp; B" in html


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/x.png)",
        '<a href="#" onclick="alert(1)">x</a>',
        '```python" onload="alert(1)\nx\n```',
        r"$\text{<script>alert(1)</script>}$",
        r'$"><script>alert(1)</script>$',
        "<iframe src=//evil.example></iframe>",
        "[x](data:text/html,<script>alert(1)</script>)",
    ],
)
def test_nothing_in_a_text_runs(markdown: str):
    from tests.server.test_security import Dangers

    dangers = Dangers()
    dangers.feed(str(render(markdown)))
    assert dangers.found == []


def links(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a href="([^"]*)" rel="noopener noreferrer">(.*?)</a>', html)


@pytest.mark.parametrize(
    ("text", "url", "after"),
    [
        ("See https://example.org.", "https://example.org", "."),
        ("(see http://example.org/a_b_c)", "http://example.org/a_b_c", ")"),
        ("https://en.wikipedia.org/wiki/Chain_(unit), too", "https://en.wikipedia.org/wiki/Chain_(unit)", ", too"),
        ("**https://example.org/x**", "https://example.org/x", ""),
        ("| a |\n|---|\n| https://example.org/x |", "https://example.org/x", ""),
        ("- HTTPS://example.org/x!", "HTTPS://example.org/x", "!"),
    ],
)
def test_a_bare_address_becomes_a_link_without_the_punctuation_after_it(text: str, url: str, after: str):
    html = render(text)
    assert [shown for _, shown in links(html)] == [url]
    assert [href.lower() for href, _ in links(html)] == [url.lower()]
    assert f"{url}</a>{after}" in html


def test_an_address_is_escaped_and_linked_once():
    html = render('https://x.org/?a=1&b="2<i> and [https://y.org](https://z.org) and <https://w.org>')
    assert links(html) == [
        ("https://x.org/?a=1&amp;b=", "https://x.org/?a=1&amp;b="),
        ("https://z.org", "https://y.org"),
        ("https://w.org", "https://w.org"),
    ]
    assert "<i>" not in html


@pytest.mark.parametrize(
    "text",
    [
        "`https://x.org`",
        "```\nhttps://x.org\n```",
        "    https://x.org",
        "javascript:alert(1)",
        "ftp://x.org",
        "https://",
        "www.x.org",
    ],
)
def test_code_and_other_schemes_are_no_links(text: str):
    assert "<a" not in render(text)


@pytest.mark.parametrize("text", ["Then $$x^2$$ follows.", "So $$x^2$$", "$$x^2$$ is a square."])
def test_a_formula_between_two_dollars_within_a_line_leaves_none(text: str):
    html = render(text)
    assert "$" not in html
    assert html.count("<math") == 1
    assert "<msup>" in html


def test_code_is_highlighted_and_tables_are_tables():
    html = render("```python\ndef f(x): return x < 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert '<pre class="code"><code><span class="hl-k">def</span>' in html
    assert "&lt;" in html
    assert "<td>1</td>" in html
