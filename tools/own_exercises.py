"""Add a course's own exercises to a copy of the package for students, without what solves them."""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from exercises import BrokenExercise, add_folder
from exercises.catalog import FILE
from server.engine.student_files import EXERCISE_FILES


def main(own: Path, package: Path) -> None:
    """Copy the exercises of `own` into `package` and append its units to the catalog there.

    Raises:
        SystemExit: if `own` is not a folder of exercises; says why.
    """
    try:
        add_folder(own)
    except BrokenExercise as error:
        sys.exit(f"OWN={own}: {error}")
    units = tomllib.loads((own / FILE).read_text(encoding="utf-8"))["units"]
    for unit in units:
        for slug in unit["exercises"]:
            copy(own / slug, package / slug)
    with (package / FILE).open("a", encoding="utf-8") as catalog:
        for unit in units:
            catalog.write("\n[[units]]\n")
            for key in ("title", "exercises", "needs"):
                if key in unit:
                    catalog.write(f"{key} = {json.dumps(unit[key], ensure_ascii=False)}\n")


def copy(exercise: Path, target: Path) -> None:
    """Copy what students get of one exercise."""
    target.mkdir()
    for name in EXERCISE_FILES:
        if (exercise / name).exists():
            shutil.copy(exercise / name, target / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
