"""What one setting may be, and how it is read from JSON and from an address."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any


class Unfit(ValueError):  # noqa: N818 - it is about what was found
    """A value that a setting cannot have."""


class Check(ABC):
    """One setting's values.

    Attributes:
        allowed: the values in words.
    """

    allowed: str

    @abstractmethod
    def read(self, found: Any) -> Any:
        """Return a value from JSON.

        Raises:
            Unfit: if the setting cannot have it.
        """

    def to_text(self, value: Any) -> str:
        """Return a value as it stands in an address."""
        return str(value)

    @abstractmethod
    def from_text(self, text: str) -> Any:
        """Return a value from an address.

        Raises:
            Unfit: if the setting cannot have it.
        """


@dataclass(frozen=True, slots=True)
class Whole(Check):
    """Whole numbers from `low` to `high`."""

    low: int
    high: int

    @property
    def allowed(self) -> str:  # type: ignore[override]
        """The bounds."""
        return f"a whole number from {self.low} to {self.high}"

    def read(self, found: Any) -> int:
        """Return a whole number; 3.0 counts as one."""
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        if not is_number or not self.low <= found <= self.high or found != int(found):
            raise Unfit
        return int(found)

    def from_text(self, text: str) -> int:
        """Return a number written in digits."""
        if not text.isascii() or not text.removeprefix("-").isdigit() or len(text) > 12:
            raise Unfit
        return self.read(int(text))


@dataclass(frozen=True, slots=True)
class Real(Check):
    """Numbers from `low` to `high`."""

    low: float
    high: float

    @property
    def allowed(self) -> str:  # type: ignore[override]
        """The bounds."""
        return f"a number from {self.low:g} to {self.high:g}"

    def read(self, found: Any) -> float:
        """Return a finite number."""
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        if not is_number or not self.low <= found <= self.high:
            raise Unfit
        return float(found) + 0.0  # -0.0 and 0.0 are the same setting

    def to_text(self, value: Any) -> str:
        """Return the shortest text that gives the same number."""
        return repr(float(value)).removesuffix(".0")

    def from_text(self, text: str) -> float:
        """Return a decimal number."""
        try:
            number = float(text) if len(text) <= 30 and text.isascii() and "_" not in text else math.nan
        except ValueError:
            raise Unfit from None
        return self.read(number)


@dataclass(frozen=True, slots=True)
class Choice(Check):
    """One of several names."""

    names: tuple[str, ...]

    @property
    def allowed(self) -> str:  # type: ignore[override]
        """The names."""
        return "one of " + ", ".join(self.names)

    def read(self, found: Any) -> str:
        """Return one of the names."""
        if not isinstance(found, str) or found not in self.names:
            raise Unfit
        return found

    def from_text(self, text: str) -> str:
        """Return one of the names."""
        return self.read(text)


@dataclass(frozen=True, slots=True)
class Flag(Check):
    """Yes or no."""

    @property
    def allowed(self) -> str:  # type: ignore[override]
        """Both values."""
        return "true or false"

    def read(self, found: Any) -> bool:
        """Return a bool."""
        if not isinstance(found, bool):
            raise Unfit
        return found

    def to_text(self, value: Any) -> str:
        """Return 1 or 0."""
        return "1" if value else "0"

    def from_text(self, text: str) -> bool:
        """Return the bool behind 1 or 0."""
        if text not in {"0", "1"}:
            raise Unfit
        return text == "1"


@dataclass(frozen=True, slots=True)
class Several(Check):
    """A list of different names, at least `least` of them; their order does not matter."""

    names: tuple[str, ...]
    least: int = 0

    @property
    def allowed(self) -> str:  # type: ignore[override]
        """The names and how many of them."""
        count = f"at least {self.least} of" if self.least else "any of"
        return f"{count} {', '.join(self.names)}"

    def read(self, found: Any) -> tuple[str, ...]:
        """Return the names in the order of the check."""
        is_list = isinstance(found, list | tuple) and all(isinstance(name, str) for name in found)
        if not is_list or not set(found) <= set(self.names) or not self.least <= len(set(found)):
            raise Unfit
        return tuple(name for name in self.names if name in found)

    def to_text(self, value: Any) -> str:
        """Return the names with periods in between."""
        return ".".join(value)

    def from_text(self, text: str) -> tuple[str, ...]:
        """Return the names between the periods."""
        return self.read(text.split(".") if text else [])
