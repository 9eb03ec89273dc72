"""The order of the course, read from catalog.toml; a course's own exercises can be added from other folders."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from exercises.errors import BrokenExercise

ROOT = Path(__file__).parent
FILE = "catalog.toml"
SLUG = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_added: list[Path] = []


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the course.

    Attributes:
        title: the title for headings.
        slugs: the slugs of its exercises, in order.
        needs: the titles of the units that it builds on.
    """

    title: str
    slugs: tuple[str, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalog:
    """All units in the order of the course, and the folder of each exercise."""

    units: tuple[Unit, ...]
    folders: Mapping[str, Path] = field(default_factory=dict)

    @property
    def slugs(self) -> tuple[str, ...]:
        """Return every slug in the order of the course."""
        return tuple(slug for unit in self.units for slug in unit.slugs)

    def unit_of(self, slug: str) -> Unit:
        """Return the unit that contains `slug`.

        Raises:
            KeyError: if no unit contains it.
        """
        for unit in self.units:
            if slug in unit.slugs:
                return unit
        raise KeyError(slug)


@lru_cache(maxsize=1)
def catalog() -> Catalog:
    """Return the catalog, without units that have no exercises yet; it is read only once.

    Raises:
        BrokenExercise: if a catalog lists a slug that is invalid, has no folder, or is already taken.
    """
    units: dict[str, Unit] = {}
    folders: dict[str, Path] = {}
    for root in (ROOT, *_added):
        for unit in _units(root):
            for slug in unit.slugs:
                if slug in folders:
                    raise BrokenExercise(
                        f"{root / FILE}: {slug} is already the slug of an exercise in {folders[slug].parent}"
                    )
                folders[slug] = _folder(root, slug)
            known = units.get(unit.title)
            units[unit.title] = Unit(unit.title, known.slugs + unit.slugs, known.needs) if known else unit
    for unit in units.values():
        if unknown := set(unit.needs) - units.keys():
            raise BrokenExercise(f"the unit {unit.title} needs units that do not exist: {', '.join(sorted(unknown))}")
    return Catalog(tuple(unit for unit in units.values() if unit.slugs), folders)


def is_slug(text: str) -> bool:
    """Return whether `text` has the form of a slug: lowercase words joined by _."""
    return SLUG.fullmatch(text) is not None


def add_folder(folder: Path) -> None:
    """Add a course's own exercises from a folder with a catalog.toml and a subfolder for each slug in it.

    Like the specs of this package, its specs are code that runs in this process: add only folders that you trust. The
    catalog of a folder that was added before is read again.

    Raises:
        BrokenExercise: if it has no catalog, or one that conflicts with the existing units; nothing is added then.
    """
    root = folder.resolve()
    if not (root / FILE).is_file():
        raise BrokenExercise(f"{folder} has no {FILE}")
    is_new = root not in _added
    if is_new:
        _added.append(root)
    catalog.cache_clear()
    try:
        catalog()
    except BrokenExercise:
        if is_new:
            _added.remove(root)
        catalog.cache_clear()
        raise


def _units(root: Path) -> Iterator[Unit]:
    try:
        data = tomllib.loads((root / FILE).read_text(encoding="utf-8"))
        for unit in data["units"]:
            yield Unit(unit["title"], tuple(unit["exercises"]), tuple(unit.get("needs", ())))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BrokenExercise(
            f"{root / FILE} must be a list of units, each with a title and exercises: {error}"
        ) from error


def _folder(root: Path, slug: str) -> Path:
    if not SLUG.fullmatch(slug):
        raise BrokenExercise(
            f"{root / FILE}: {slug!r} is not a valid slug: use lowercase words joined by _, such as leaky_relu"
        )
    if not (root / slug / "spec.py").is_file():
        raise BrokenExercise(f"{root / FILE} lists {slug}, but there is no {slug}/spec.py beside it")
    return root / slug
