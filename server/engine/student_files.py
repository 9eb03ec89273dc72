"""The files of this distribution that students may have: everything but what solves an exercise.

Both doors out of the server use this one list: the student package and the sources of the engine in the browser.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("reference", "exercises", "grader", "playground")
SOLUTIONS = frozenset({"accepted", "wrong_answer", "mistakes.toml"})
"""What solves an exercise, as the names of files and folders."""

EXERCISE_FILES = ("__init__.py", "statement.md", "starter.py", "example.py", "spec.py", "provided.py", "figures.py")
"""What students get of a course's own exercise; everything else in its folder stays with the course."""


def student_files() -> Iterator[tuple[str, Path]]:
    """Yield each file that students may have, with its name relative to the packages, in a fixed order."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            parts = path.relative_to(ROOT).parts
            if path.is_file() and SOLUTIONS.isdisjoint(parts) and "__pycache__" not in parts:
                yield "/".join(parts), path


def main(target: Path) -> None:
    """Copy the files into the folder `target`."""
    for name, path in student_files():
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
