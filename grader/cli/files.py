"""Read the files of students, identify their exercise, and write starters without losing work."""

from __future__ import annotations

import difflib
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import exercises
from grader.cli.errors import Misused
from grader.cli.terminal import clean_line

MAX_SOURCE_BYTES = 1024 * 1024  # the grader's own limit is smaller; this only guards against reading a wrong, huge file


class NotInstalled(Misused):
    """This machine has no such exercise; the server of a course may have it."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What a student reads of an exercise, which this machine or only the server has; as in `exercises.Exercise`."""

    slug: str
    title: str
    unit: str
    version: int
    max_points: int
    statement: str
    starter: str

    @classmethod
    def of(cls, exercise: exercises.Exercise) -> Texts:
        """Return the texts of an installed exercise."""
        return cls(
            exercise.slug,
            exercise.title,
            exercise.unit,
            exercise.version,
            exercise.max_points,
            exercise.statement,
            exercise.starter,
        )


def read_source(path: Path) -> bytes:
    """Return the bytes of a source file.

    Raises:
        Misused: if there is no such regular file, or it is far too large to be source code.
    """
    name = clean_line(path)
    try:
        mode = path.stat().st_mode  # before opening it, because opening a pipe waits for a writer
        if stat.S_ISDIR(mode):  # opening a folder is a PermissionError on Windows
            raise IsADirectoryError
        if not stat.S_ISREG(mode):
            raise Misused(f"{name} is not a regular file.", "Save your solution in a file, for example linear.py.")
        with path.open("rb") as file:
            source = file.read(MAX_SOURCE_BYTES + 1)
    except FileNotFoundError as error:
        raise Misused(f"The file {name} does not exist.", _nearby(path)) from error
    except IsADirectoryError as error:
        raise Misused(f"{name} is a folder, not a file.", _nearby(path / "any")) from error
    except OSError as error:
        raise Misused(f"Cannot read {name}: {error.strerror}.") from error
    if len(source) > MAX_SOURCE_BYTES:
        raise Misused(f"{name} is larger than {MAX_SOURCE_BYTES // 1024} KiB. Is it the right file?")
    return source


def _nearby(path: Path) -> str:
    """Name the Python files in the folder of a path that does not exist."""
    try:
        found = sorted(clean_line(item.name) for item in path.parent.glob("*.py"))
    except OSError:  # an unreadable folder has nothing to suggest
        found = []
    return (
        f"Python files in that folder: {', '.join(found[:8])}."
        if found
        else "To get a starter file, run: grader start SLUG"
    )


def exercise_for(path: Path, slug: str | None) -> exercises.Exercise:
    """Return the exercise called `slug`, or the one that the file name identifies.

    Raises:
        NotInstalled: if there is no such exercise, or the name identifies none.
        Misused: if the name could belong to several, or the exercise cannot be loaded.
    """
    return load(slug if slug is not None else slug_of(path.name, exercises.catalog().slugs))


def load(slug: str) -> exercises.Exercise:
    """Return an exercise; capitals and hyphens in its slug do not matter.

    Raises:
        NotInstalled: if there is no such exercise; the message names what was meant.
        Misused: if it cannot be loaded.
    """
    try:
        return exercises.load(normal(slug))
    except exercises.UnknownExercise as error:
        raise unknown(slug, error.known) from error
    except exercises.BrokenExercise as error:  # an author's own exercise; those of the package are tested
        raise Misused(f"{clean_line(error)}.") from error


def normal(slug: str) -> str:
    """Return a slug as it is written in the catalog: ``Leaky-ReLU`` is leaky_relu."""
    return slug.lower().replace("-", "_")


def unknown(slug: str, slugs: Sequence[str]) -> NotInstalled:
    """Return the error for an exercise that is not among `slugs`; it names the one that was probably meant, or all."""
    near = difflib.get_close_matches(normal(slug), slugs, n=1)
    hint = f"Did you mean {clean_line(near[0])}? Run grader list to see all exercises." if near else known(slugs)
    return NotInstalled(f"There is no exercise called {clean_line(slug)}.", hint)


def title_of(slug: str) -> str:
    """Return the title of an exercise, or its slug if only the server knows it."""
    return exercises.heading_of(slug).title if slug in exercises.catalog().slugs else slug


def slug_of(filename: str, slugs: Sequence[str]) -> str:
    """Return which of `slugs` is in a file name: ``linear.py``, ``my_linear.py``, ``Linear (1).py``, ``leakyrelu2.py``.

    Raises:
        NotInstalled: if the name identifies none.
        Misused: if it could belong to several.
    """
    name = filename.lower().removesuffix(".py")
    spans = {slug: match.span() for slug in slugs if (match := _pattern(slug).search(name))}
    # leaky_relu contains relu; a slug inside another one does not count.
    found = [slug for slug, span in spans.items() if not any(_inside(span, other) for other in spans.values())]
    if len(found) == 1:
        return found[0]
    shown = clean_line(filename)
    if found:
        raise Misused(
            f"{shown} could belong to {' or '.join(found)}.", f"Choose one, for example with --exercise {found[0]}"
        )
    raise NotInstalled(f"The file name {shown} does not identify an exercise.", f"Add --exercise SLUG. {known(slugs)}")


def _pattern(slug: str) -> re.Pattern[str]:
    """Return the pattern of a slug as a separate word; digits may follow, and its parts may be joined in any way."""
    words = r"[\W_]*".join(map(re.escape, slug.split("_")))
    return re.compile(rf"(?<![a-z0-9]){words}(?![a-z])")


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def known(slugs: Sequence[str]) -> str:
    """Return one sentence with every slug."""
    return f"The exercises are: {', '.join(map(clean_line, slugs))}."


def write_starter(exercise: Texts, folder: Path, *, force: bool) -> tuple[Path, Path | None]:
    """Write the starter; return its path and the path of the backup of an existing file.

    Raises:
        Misused: if the file exists and `force` is not set, or the folder cannot be written to.
    """
    path = folder / f"{exercise.slug}.py"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        backup = _back_up(path) if force and path.exists() else None
        with path.open(
            "x", encoding="utf-8", newline="\n"
        ) as file:  # x, so that a file that appears in between is not overwritten
            file.write(exercise.starter)
    except FileExistsError as error:
        message = f"{clean_line(error.filename)} already exists and was not changed."
        raise Misused(
            message, "Use --force to replace it with the starter. The old file is kept as a backup."
        ) from error
    except OSError as error:
        raise Misused(f"Cannot write {clean_line(path)}: {error.strerror}.") from error
    return path, backup


def _back_up(path: Path) -> Path:
    """Rename a file to the first free backup name."""
    number = 1
    while (backup := path.with_name(f"{path.stem}.backup{number}.py")).exists():
        number += 1
    return path.rename(backup)
