"""An output that cannot show σ gets a spelling that can be read."""

import pytest

import exercises
from grader.cli.rendering.statement import with_unicode_math
from grader.cli.spelling import ERRORS, spell
from grader.cli.terminal import FIXED_SPACE


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("y = x Wᵀ + b", "y = x W^T + b"),
        ("∂L/∂yᵢⱼ − 1", "dL/dy_ij - 1"),
        ("σ(z) ≤ Σₖ ϵ·μ̂", "sigma(z) <= Sigma_k epsilon*mu_hat"),
        ("e⁻ˣ, x ∈ ℝⁿ", "e^-x, x in R^n"),
        ("é “quoted” … 日", 'e "quoted" ... ?'),
    ],
)
def test_formula_is_spelled(text, spelled):
    assert spell(text) == spelled
    assert text.encode("ascii", ERRORS).decode("ascii") == spelled


def test_what_can_be_encoded_stays():
    assert "é × ½ σ".encode("cp1252", ERRORS).decode("cp1252") == "é × ½ sigma"


@pytest.mark.parametrize("slug", exercises.catalog().slugs)
def test_every_statement_has_a_spelling(slug):
    shown = with_unicode_math(exercises.load(slug).statement, 80).replace(FIXED_SPACE, " ")
    assert spell(shown).count("?") == shown.count("?")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_pipe_of_windows_can_be_read(grader_process, monkeypatch, encoding):
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    listed = grader_process("show", "softmax", encoding=encoding)
    assert (listed.code, listed.err) == (0, "")
    assert "p_i = e^(x_i) / (Sigma_j e^(x_j))" in listed.out
