"""Foreign text cannot drive the terminal."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from grader.cli.terminal import ASCII_GLYPHS, Glyphs, clean, clean_line, glyphs, make_console, safe


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[Hcleared", "cleared"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bP+q544e\x1b\\after", "after"),
        ("\x1bcreset", "reset"),
        ("unfinished \x1b]0;title", "unfinished ]0;title"),
        ("100/100\rhidden", "100/100\nhidden"),
        ("a\bb\x7f\x00c", "abc"),
        ("\u202eevil\u2066", "evil"),
        ("a\u2028b\x0bc", "a\nb\nc"),
        ("half \ud800", "half ?"),
        ("tab\tstop", "tab stop"),
        ("λ ∂ 日本 é", "λ ∂ 日本 é"),
    ],
)
def test_hostile_text_is_neutralized(hostile, harmless):
    assert clean(hostile) == harmless


@settings(deadline=None)
@given(st.text(st.sampled_from("\x1b\x9b[]P0;mA\\\x07\x9c \n\r\x00ab")))
def test_no_control_survives_any_mixture(text):
    assert not [c for c in clean(text) if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160]


def test_one_line_stays_one_line():
    assert clean_line("two\n  lines\rthree") == "two lines three"


def test_markup_in_foreign_text_is_shown_not_obeyed():
    stream = io.StringIO()
    make_console(stream).print(safe("[bold]x[/] :smile:"))
    assert stream.getvalue() == "[bold]x[/] :smile:\n"


def test_no_color_leaves_no_escape_code_even_when_a_terminal_is_forced(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    stream = io.StringIO()
    make_console(stream).print(safe("x", "bold red"))
    assert stream.getvalue() == "x\n"


def test_glyphs_fall_back_to_what_the_encoding_has():
    assert glyphs(Console(file=io.TextIOWrapper(io.BytesIO(), encoding="cp1252"))) == ASCII_GLYPHS
    assert glyphs(Console(file=io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))) == Glyphs()
