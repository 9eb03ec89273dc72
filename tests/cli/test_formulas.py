"""Formulas keep their meaning on one line of Unicode."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import exercises
from grader.cli.rendering.formulas import to_unicode


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"y = xW^\top + b", "y = xWᵀ + b"),
        (r"W^{\mathsf T}", "Wᵀ"),
        (r"\frac{1}{1+e^{-x}}", "1 / (1 + e⁻ˣ)"),
        (r"\frac{\partial L}{\partial x}", "∂L/∂x"),
        (r"\frac{a}{bc}", "a/(bc)"),
        (r"\frac{f(x)}{g(x)}", "f(x)/g(x)"),
        (r"\frac{1}{2} x", "(1/2) x"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
        (r"\frac{d}{dx} f", "(d/dx) f"),
        (r"\frac{1}{N}\sum_i (x_i-\mu)^2", "(1/N) Σᵢ (xᵢ − μ)²"),
        (r"x - \mathrm{lr} \cdot \frac{\hat m}{\sqrt{\hat v} + \epsilon}", "x − lr · m̂ / (√v̂ + ϵ)"),
        (r"\theta_{t-1}", "θₜ₋₁"),
        (r"x^{(i)}_{j}", "xⱼ⁽ⁱ⁾"),
        (r"\beta_1^t", "β₁ᵗ"),
        (r"g_{n,i}", "g_(n,i)"),
        (r"e^{x_j}", "e^(xⱼ)"),
        (r"\mathbb{R}^{N \times C}", "ℝ^(N×C)"),
        (r"\sigma'(x)=\sigma(x)(1-\sigma(x))", "σ′(x) = σ(x)(1 − σ(x))"),
        (r"(-2) \cdot -3 = 6", "(−2) · −3 = 6"),
        (r"\pm 1000", "±1000"),
        (r"-\log p_y", "−log p_y"),
        (r"z\log p", "z log p"),
        (r"\max(0, x)", "max(0, x)"),
        (r"g \quad \text{where } x > 0", "g   where x > 0"),
        (r"\left\{ a \right.", "{a"),
        (r"\left( \frac{a}{b} \right)^2", "(a/b)²"),
        (r"\|g\|^2", "‖g‖²"),
        (r"\lfloor s/k \rfloor", "⌊s/k⌋"),
        (r"\sqrt[3]{x+1}", "³√(x + 1)"),
        (r"\mathbf{x}", "x"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "[1 2; 3 4]"),
        (r"\begin{cases} x & x > 0 \\ 0 & x \le 0\end{cases}", "{ x  x > 0;   0  x ≤ 0 }"),
        (r"\begin{aligned} v &= \rho v + g \\ x &= x - v\end{aligned}", "v = ρv + g\nx = x − v"),
        (r"\nosuchmacro x", "nosuchmacro x"),
        ("a}b", "ab"),
        ("", ""),
    ],
)
def test_formula_reads_as_it_is_meant(latex, text):
    assert to_unicode(latex) == text


@settings(deadline=None)
@given(st.lists(st.sampled_from([*r"\{}^_&'$ ab1+-=()[].,", r"\frac", r"\sqrt[", r"\begin{cases}", r"\end", r"\hat"])))
def test_broken_formula_still_ends_and_keeps_its_letters(parts):
    latex = "".join(parts)
    assert to_unicode(f"z {latex}").startswith("z")


@pytest.mark.parametrize("slug", exercises.catalog().slugs)
def test_no_formula_of_a_statement_keeps_a_macro(slug):
    for formula in re.findall(r"\$\$?(.+?)\$\$?", exercises.load(slug).statement, re.DOTALL):
        text = to_unicode(formula)
        assert "\\" not in text
        assert not set(re.findall(r"\\([A-Za-z]{4,})", formula)) & set(re.findall(r"[A-Za-z]+", text)), text
