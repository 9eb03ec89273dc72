"""The order of the course, read from catalog.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the course: its title and the slugs of its exercises, in order."""

    title: str
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """All units, in the order of the course."""

    units: tuple[Unit, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """Every slug, in the order of the course."""
        return tuple(slug for unit in self.units for slug in unit.slugs)

    def unit_of(self, slug: str) -> Unit:
        """Return the unit that holds `slug`.

        Raises:
            KeyError: if no unit does.
        """
        for unit in self.units:
            if slug in unit.slugs:
                return unit
        raise KeyError(slug)


@lru_cache(maxsize=1)
def catalog() -> Catalog:
    """Return the catalogue without units that have no exercise yet; it is read once."""
    data = tomllib.loads((ROOT / "catalog.toml").read_text(encoding="utf-8"))
    return Catalog(tuple(Unit(unit["title"], tuple(unit["exercises"])) for unit in data["units"] if unit["exercises"]))
