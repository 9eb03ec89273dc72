"""What a source is reduced to."""

from __future__ import annotations

import time

import pytest

import exercises
from server.similarity import lexer
from server.similarity.lexer import MAX_LEXEMES, lexemes
from server.similarity.tokens import prescribed_names, tokens

SAME = "def forward ( N , N ) : N . N = exp ( - N ) ; return 1 / ( 1 + N . N ) ;"
SPELLINGS = {
    "plain": """
import numpy as np
def forward(self, x):
    self.e = np.exp(-x)
    return 1 / (1 + self.e)
""",
    "renamed": """
import numpy
def forward(this, values):
    this.kept = numpy.exp(-values)
    return 1 / (1 + this.kept)
""",
    "on one line": """
import numpy as xp
def forward(a, b): a.c = xp.exp(- b); return 1.0/(1.+a.c)
""",
    "commented and broken": """
from numpy import exp
def forward(self, x):
  '''Say what it does.'''

  # and why
  self.e = exp(

 -x,
)
  pass
  return 1 / \\
     (1 + self.e)  # done
""",
}


def words(source: str, prescribed: tuple[str, ...] = ("forward", "backward")) -> str:
    return " ".join(token.text for token in tokens(source, prescribed))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("source", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_names_layout_comments_and_imports_make_no_difference(source: str, ends: str):
    assert words(source.replace("\n", ends)) == SAME


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 0 + 1.0 + 2 + 3 + 1e-8", "N = 0 + 1 + 2 + # + # ;"),
        ("a = 'one' \"two\" f'{x}' b''", "N = ' ;"),
        ("y = x.sum(axis=0, keepdims=True).T", "N = N . sum ( axis = 0 , keepdims = True ) . T ;"),
        ("y = self.sum * x.data + x.shape[0]", "N = N . N * N . N + N . shape [ 0 ] ;"),
        ("n, out = len(a), 1", "N , N = len ( N ) , 1 ;"),
        ("import numpy as np\ny = np.linalg.norm(np.pi)", "N = linalg . norm ( pi ) ;"),
        ("def mean(x):\n    return mean(x)", "def N ( N ) : return mean ( N ) ;"),
        ("if a: b = 1", "if N : N = 1 ;"),
        ("if a:\n    b = 1", "if N : N = 1 ;"),
        ("f = lambda x: {1: x[1:2]}", "N = lambda N : { 1 : N [ 1 : 2 ] } ;"),
        ("", ""),
        ("# nothing\n'''at all'''\n", ""),
    ],
)
def test_what_each_thing_becomes(source: str, expected: str):
    assert words(source) == expected


def test_tokens_know_their_lines():
    found = tokens("import numpy as np\n\n# one\nx = (\n    1\n)\ny = 2\n")
    assert [(token.text, token.line, token.last_line) for token in found] == [
        ("N", 4, 4), ("=", 4, 4), ("(", 4, 4), ("1", 5, 5), (")", 6, 6), (";", 6, 6),
        ("N", 7, 7), ("=", 7, 7), ("2", 7, 7), (";", 7, 7),
    ]  # fmt: skip


def test_what_an_exercise_prescribes_stays_as_it_is():
    names = prescribed_names(exercises.load("linear"))
    assert names == {"Linear", "__init__", "forward", "backward", "grad_weight", "grad_bias"}
    assert words("self.grad_bias = g", tuple(names)) == "N . grad_bias = N ;"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = (1\ny = 2\n", "N = ( 1 N = 2 ;"),
        ("def f(x):\n        y = 1\n    return y\n", "def N ( N ) : N = 1 ; return N ;"),
        ("x = '''open\ny = 2\n", "N = ' ;"),
        ("x = 'open\ny = 2\n", "N = ' N ; N = 2 ;"),
        ("a $ b", "N $ N ;"),
    ],
    ids=["bracket", "dedent", "triple quote", "quote", "no token"],
)
def test_text_that_is_no_python_is_still_compared(source: str, expected: str):
    assert words(source) == expected


def test_the_plain_split_agrees_with_the_tokenizer_on_every_solution(monkeypatch: pytest.MonkeyPatch):
    checked = 0
    for slug in ("linear", "sigmoid", "cross_entropy", "batch_norm", "scalar_autograd"):
        for solution in exercises.load(slug).accepted:
            by_tokenizer = words(solution.source)
            with monkeypatch.context() as patch:
                patch.setattr(lexer, "_tokenized", lexer._split)
                assert words(solution.source) == by_tokenizer, (slug, solution.id)
            checked += 1
    assert checked >= 20


@pytest.mark.slow
def test_no_source_takes_long_however_hostile():
    limit = 65_536
    hostile = ["(" * limit, "a " * (limit // 2), '"""' * (limit // 3), "\\\n" * (limit // 2), "if a:\n" * (limit // 6)]
    hostile += [
        "'\\" * limit,
        "'" * limit,
        "0" * limit,
        "f'{" * (limit // 3),
        "\0" * limit,
        ":" * limit,
        "if " + ":" * limit,
    ]
    for source in hostile:
        begun = time.process_time()
        assert len(lexemes(source)) <= MAX_LEXEMES
        tokens(source)
        assert time.process_time() - begun < 5, source[:20]
