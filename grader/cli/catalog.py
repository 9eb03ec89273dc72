"""List the exercises, show a statement, write a starter."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

import exercises
from grader.cli.errors import OK
from grader.cli.files import NotInstalled, Texts, load, write_starter
from grader.cli.quoting import quote
from grader.cli.terminal import Page, clean_line


def list_exercises(out: Console) -> int:
    """Print units, slugs and titles. Return the exit code."""
    page = Page(out)
    units = exercises.catalog().units
    width = max(len(slug) for unit in units for slug in unit.slugs)
    for number, unit in enumerate(units, 1):
        page.line(Text(f"{number} {unit.title}", "bold"))
        for slug in unit.slugs:
            try:
                heading = exercises.heading_of(slug)
            except exercises.BrokenExercise as error:  # an author's own
                page.line(Text.assemble((slug, "red"), f"  cannot be loaded: {clean_line(error)}"), indent=2, hang=4)
                continue
            title = Text.assemble((f"{slug:<{width}}", "cyan"), f"  {heading.title}")
            page.line(title, indent=2, hang=width + 2)
            page.line(Text(heading.summary, "dim"), indent=width + 4)
        page.line()
    page.line(Text("grader show SLUG shows an exercise; grader start SLUG writes its starter file.", "dim"))
    return OK


def show_exercise(out: Console, slug: str) -> int:
    """Print a statement. Return the exit code."""
    from grader.cli.rendering.statement import print_statement  # a list does without what renders Markdown

    exercise = _texts(slug)
    page = Page(out)
    print_statement(page, exercise.statement)
    page.line()
    facts = f"{exercise.unit} · {exercise.max_points} points · version {exercise.version}"
    page.line(Text(facts, "dim"), suffix=Text(f"Start with: grader start {exercise.slug}", "dim"))
    return OK


def start_exercise(out: Console, slug: str, folder: Path, *, force: bool) -> int:
    """Write a starter. Return the exit code."""
    exercise = _texts(slug)
    path, backup = write_starter(exercise, folder, force=force)
    if backup is not None:
        out.print(f"Your old {clean_line(path)} is now {clean_line(backup.name)}.", soft_wrap=True)
    out.print(f"Wrote {clean_line(path)}.", soft_wrap=True)  # not wrapped, so that paths and commands can be copied
    remote = "" if exercise.slug in exercises.catalog().slugs else " --remote"
    command = f"grader check{remote} {quote(clean_line(path))}"
    out.print(f"When you have filled it in, run: {command}", soft_wrap=True)
    return OK


def _texts(slug: str) -> Texts:
    """Return the texts of an exercise of this machine, or else of the course's server.

    Raises:
        CliError: as `load` and `grader.cli.remote.exercise.fetch_texts`.
    """
    try:
        return Texts.of(load(slug))
    except NotInstalled as error:
        from grader.cli.remote.exercise import fetch_texts

        return fetch_texts(slug, error)
