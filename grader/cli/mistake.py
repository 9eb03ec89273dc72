"""``grader mistake``: show a known mistake of an exercise, in full or as the lines it changes."""

from __future__ import annotations

import difflib

from rich.console import Console
from rich.text import Text

from exercises import Exercise, WrongAnswer, changed_lines
from grader.cli.errors import OK, Misused
from grader.cli.files import load
from grader.cli.terminal import Page, clean_line
from grader.report import Stage
from grader.stage_names import stage_name

CONTEXT_LINES = 2
_STYLES = {"-": "red", "+": "green", " ": "dim"}


def show_mistake(out: Console, slug: str, id_: str, *, diff: bool) -> int:
    """Print a known mistake: its source, or only the lines it changes. Return the exit code."""
    exercise = load(slug)
    wrong = _find(exercise, id_)
    if not diff:
        out.print(Text(wrong.source.rstrip("\n")), soft_wrap=True)
        return OK
    page = Page(out)
    page.line(Text(wrong.title, "bold"))
    stage = stage_name(exercise.slug, Stage(wrong.stage))
    page.line(Text(f"Fails at the {stage} stage. Base: accepted/{wrong.base.id}.py", "dim"))
    for group in changed_lines(wrong, CONTEXT_LINES):
        page.line()
        for line in group:
            out.print(Text(f"{line.sign} {line.text}".rstrip(), _STYLES[line.sign]), soft_wrap=True)
    return OK


def _find(exercise: Exercise, id_: str) -> WrongAnswer:
    known = {wrong.id: wrong for wrong in exercise.wrong_answers}
    if not known:
        raise Misused(f"This copy of {exercise.slug} is for students and does not include the known mistakes.")
    if id_ in known:
        return known[id_]
    near = difflib.get_close_matches(id_.lower(), known, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"The known mistakes are: {', '.join(known)}."
    raise Misused(f"{exercise.slug} has no known mistake called {clean_line(id_)}.", hint)
