"""Commands for authors: use a folder of exercises, and create a first exercise that passes verification."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from rich.console import Console

import exercises
from exercises.catalog import FILE, SLUG
from grader.cli.errors import OK, Misused
from grader.cli.files import load
from grader.cli.quoting import quote
from grader.cli.terminal import clean_line

UNIT = "Our own exercises"


def use_folder(folder: Path) -> None:
    """Add the exercises of a folder to those of the package.

    Raises:
        Misused: if the folder does not contain valid exercises.
    """
    try:
        exercises.add_folder(folder)
    except exercises.BrokenExercise as error:
        hint = "" if has_catalog(folder) else "To create such a folder, run: grader new SLUG --dir FOLDER"
        raise Misused(f"{clean_line(error)}.", hint) from error


def slugs_in(folder: Path) -> list[str]:
    """Return the exercises of a folder that was added."""
    root = folder.resolve()
    return [slug for slug, own in exercises.catalog().folders.items() if own.parent == root]


def has_catalog(folder: Path) -> bool:
    """Return whether `folder` is a folder of exercises already."""
    return (folder / FILE).is_file()


def new_exercise(out: Console, slug: str, folder: Path) -> int:
    """Write a small exercise that passes verification and add it to the catalog of `folder`. Return the exit code.

    Raises:
        Misused: if the slug is invalid or taken, or the folder cannot be written.
    """
    if not SLUG.fullmatch(slug):
        raise Misused(
            f"{clean_line(slug)} is not a valid slug.", "Use lowercase words joined by _, such as leaky_relu."
        )
    target = folder / slug
    if has_catalog(folder):
        use_folder(folder)
    if slug in exercises.catalog().slugs or target.exists():
        raise Misused(
            f"An exercise called {slug} already exists.",
            "A slug is permanent and identifies exactly one exercise. Choose another slug.",
        )
    try:
        _copy(files("grader.cli").joinpath("scaffold"), target, _substitutions(slug))
        _register(folder / FILE, slug)
    except OSError as error:
        raise Misused(f"Cannot write {clean_line(target)}: {error.strerror}.") from error
    use_folder(folder)
    exercise = load(slug)
    where = quote(clean_line(folder))
    out.print(
        f"Wrote the exercise {exercise.title} to {clean_line(target)}. It already passes verification.", soft_wrap=True
    )
    out.print(
        f"Change it step by step, and verify each step with: grader --exercises {where} verify {slug}", soft_wrap=True
    )
    return OK


def _substitutions(slug: str) -> dict[str, str]:
    """Return the replacement of each placeholder in the scaffold."""
    parts = slug.split("_")
    return {"EXERCISE_TITLE": " ".join(parts).capitalize(), "ExerciseClass": "".join(map(str.capitalize, parts))}


def _copy(source: Traversable, target: Path, substitutions: dict[str, str]) -> None:
    target.mkdir(parents=True)
    for item in source.iterdir():
        if item.is_dir():
            if item.name != "__pycache__":
                _copy(item, target / item.name, substitutions)
            continue
        text = item.read_text(encoding="utf-8")
        for mark, word in substitutions.items():
            text = text.replace(mark, word)
        (target / item.name.removesuffix(".txt")).write_text(text, encoding="utf-8", newline="\n")


def _register(catalog: Path, slug: str) -> None:
    if not catalog.exists():
        catalog.write_text(f'[[units]]\ntitle = "{UNIT}"\nexercises = [\n  "{slug}",\n]\n', encoding="utf-8")
        return
    text = catalog.read_text(encoding="utf-8")
    head, bracket, tail = text.rpartition("]")  # the end of the last unit's list
    if not bracket or tail.strip():
        raise Misused(f"{clean_line(catalog)} does not end with a list of exercises.", f'Add "{slug}" to it by hand.')
    before = head.rstrip()
    comma = "" if before.endswith(("[", ",")) else ","
    catalog.write_text(f'{before}{comma}\n  "{slug}",\n]{tail}', encoding="utf-8")
