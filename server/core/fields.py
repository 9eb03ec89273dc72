"""Form fields that keep the input; their errors say what was found and what is allowed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from wtforms import StringField
from wtforms.validators import Length, StopValidation

from server.text import times
from server.text.characters import BROKEN, is_broken
from server.text.numbers import clamped, whole, whole_number_error
from server.text.points import parse_points, points_error
from server.text.times import to_utc

_LINE_BREAKS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
MAX_ID = 999_999_999  # of a row, as a form or an address may name it


class Line(StringField):  # type: ignore[misc]  # WTForms has no types
    """A line of text, trimmed and without line breaks; required unless `optional`.

    `empty` is the error if it is missing.
    """

    def __init__(self, label: str, most: int, *, optional: bool = False, empty: str = "", **more: Any) -> None:
        self.optional = optional
        self.empty = empty or f"{label} is empty. Enter a value."
        super().__init__(label, [Length(max=most, message=f"Enter at most {most} characters.")], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Strip spaces at both ends, and replace line breaks, which only a program sends."""
        if valuelist:
            self.data = _LINE_BREAKS.sub(" ", valuelist[0].strip())

    def pre_validate(self, form: Any) -> None:
        """Refuse empty input and characters that cannot be stored."""
        if not self.data and not self.optional:
            raise StopValidation(self.empty)
        if is_broken(self.data or ""):
            raise StopValidation(BROKEN)


class Text(Line):
    """Several lines of text."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Strip spaces at both ends."""
        if valuelist:
            self.data = valuelist[0].strip()


class Search(StringField):  # type: ignore[misc]
    """A part of a text to search for: trimmed, and cut after `most` characters so that it still narrows the search."""

    def __init__(self, label: str, most: int, **more: Any) -> None:
        self.most = most
        super().__init__(label, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Trim and cut, and leave out the one character that PostgreSQL cannot compare."""
        if valuelist:
            self.data = valuelist[0].replace("\0", "").strip()[: self.most]


class _Bounded(StringField):  # type: ignore[misc]
    """A number within bounds; empty means None where `optional`."""

    def __init__(self, label: str, least: int, most: int, *, optional: bool = False, **more: Any) -> None:
        self.least, self.most, self.optional = least, most, optional
        super().__init__(label, **more)

    @property
    def typed(self) -> str:
        """Return what was typed, without spaces at both ends."""
        return (self.data or "").strip()

    def pre_validate(self, form: Any) -> None:
        """Refuse anything that is not such a number."""
        if (self.typed or not self.optional) and (problem := self.problem()):
            raise StopValidation(problem)

    def problem(self) -> str:
        """Return why what was typed is not such a number; empty if it is one."""
        raise NotImplementedError


class Whole(_Bounded):
    """A whole number within bounds; empty means None where `optional`."""

    @property
    def number(self) -> int | None:
        """Return the number; None if the field is empty or not valid."""
        return whole(self.typed, self.least, self.most)

    def problem(self) -> str:
        """Return why what was typed is not such a number; empty if it is one."""
        return whole_number_error(self.typed, self.least, self.most) if self.number is None else ""


class PointsField(_Bounded):
    """Points within bounds, with up to two decimals after a point or comma; empty means None where `optional`."""

    @property
    def points(self) -> Decimal | None:
        """Return the points; None if the field is empty or not valid."""
        return parse_points(self.typed, self.least, self.most)

    def problem(self) -> str:
        """Return why what was typed is not such a number; empty if it is one."""
        return points_error(self.typed, self.least, self.most) if self.points is None else ""


class Clamped(StringField):  # type: ignore[misc]
    """A whole number that is moved to the nearest bound, rather than refused."""

    def __init__(self, label: str, least: int, most: int, **more: Any) -> None:
        self.least, self.most = least, most
        super().__init__(label, **more)

    @property
    def number(self) -> int | None:
        """Return the number; None if the field is empty or not a number."""
        return clamped((self.data or "").strip(), self.least, self.most)


class Moment(StringField):  # type: ignore[misc]
    """A date and time in the course's time zone, as ``<input type="datetime-local">`` sends it; empty means None."""

    def __init__(self, label: str, *, latest_year: int = 2100, **more: Any) -> None:
        self.latest_year = latest_year
        super().__init__(label, **more)

    def pre_validate(self, form: Any) -> None:
        """Refuse anything but a date and time."""
        found = (self.data or "").strip()
        if found and self.local is None:
            raise StopValidation(f"“{found[:40]}” is not a date and time. Use the format 2026-12-24T18:00.")

    @property
    def local(self) -> datetime | None:
        """Return the local time without a zone; None if it is empty or invalid."""
        return _within_years(_parse((self.data or "").strip()), self.latest_year)

    def moment(self, zone_name: str, before: datetime | None) -> datetime | None:
        """Return the moment in UTC, or exactly `before` if the field is unchanged."""
        typed = self.local
        if typed is None:
            return None
        if before is not None and times.to_local(before, zone_name).replace(second=0, microsecond=0) == typed:
            return before
        return to_utc(typed, zone_name)


class Day(StringField):  # type: ignore[misc]
    """A day; empty means None."""

    def pre_validate(self, form: Any) -> None:
        """Refuse anything but a day."""
        found = (self.data or "").strip()
        if found and self.day is None:
            raise StopValidation(f"“{found[:40]}” is not a date. Use the format 2026-12-24.")

    @property
    def day(self) -> date | None:
        """Return the day; None if it is empty or invalid."""
        return parse_day((self.data or "").strip())


class Choice(StringField):  # type: ignore[misc]
    """One of several values, each with its label; `error` is the message for any other value, which replaces ``{}``."""

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str]] = (),
        *,
        error: str = "“{}” is not one of the choices.",
        **more: Any,
    ) -> None:
        self.choices, self.error = list(choices), error
        super().__init__(label, **more)

    def pre_validate(self, form: Any) -> None:
        """Refuse a value that is not one of the choices."""
        if self.data not in {value for value, _label in self.choices}:
            raise StopValidation(self.error.format(str(self.data)[:40]))


def errors_of(form: Any) -> list[str]:
    """Return the first error of each field of a form after the field's label, and the errors of the whole form."""
    fields = [f"{field.label.text}: {field.errors[0]}" for field in form if field.errors]
    return [*fields, *form.form_errors]


def parse_day(text: str) -> date | None:
    """Return the day in `text`, such as 2026-12-24; None if it is not one."""
    found = _within_years(_parse(f"{text}T00:00"))
    return found.date() if found else None


def zones() -> list[str]:
    """Return the time zones that a course can have: UTC and the geographic ones."""
    areas = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return ["UTC", *sorted(name for name in available_timezones() if name.startswith(areas))]


def _parse(text: str) -> datetime | None:
    for form in (times.INPUT_FORMAT, "%Y-%m-%dT%H:%M:%S"):
        try:
            return datetime.strptime(text, form).replace(second=0)
        except ValueError:
            continue
    return None


def _within_years(found: datetime | None, latest: int = 2100) -> datetime | None:
    """Return `found` unless its year is implausible, which would break date arithmetic."""
    return found if found is not None and 2000 <= found.year <= latest else None
