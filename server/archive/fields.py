"""What the values of an archive may be: nothing that no database holds, or that a page could not show."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from server.accounts.addresses import check_address
from server.accounts.errors import UnusableEmail
from server.worker.finish import storable

LARGEST = 2**31 - 1  # that a column holds


def _no_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("there is a character in it that is no text")
    return text


def _address(text: str) -> str:
    try:
        return check_address(text)
    except UnusableEmail as error:
        raise ValueError(str(error)) from error


def _utc(at: datetime) -> datetime:
    if not 1990 <= at.year <= 2200:
        raise ValueError("the year is not one from 1990 to 2200")
    return at.astimezone(UTC)


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name[:60]!r} is no time zone")
    return name


def _storable(value: dict[str, Any]) -> dict[str, Any]:
    if storable(value) != value:
        raise ValueError("there is something in it that no database stores")
    return value


Text = Annotated[str, AfterValidator(_no_nul)]
Line = Annotated[Text, Field(max_length=200)]
Name = Annotated[Line, Field(min_length=1)]
Short = Annotated[Text, Field(max_length=60)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=60)]
Reason = Annotated[Text, Field(max_length=400)]
Moment = Annotated[AwareDatetime, AfterValidator(_utc)]
Count = Annotated[int, Field(ge=0, le=LARGEST)]
Number = Annotated[int, Field(ge=1, le=LARGEST)]
Percent = Annotated[int, Field(ge=0, le=100)]
Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


Address = Annotated[str, AfterValidator(_address)]
Zone = Annotated[Short, AfterValidator(_zone)]
Data = Annotated[dict[str, Any], AfterValidator(_storable)]
Place = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
Steps = Annotated[int, Field(ge=0, le=3)]


class Row(BaseModel):
    """One line: nothing more in it than is said here, and nothing of another kind."""

    model_config = ConfigDict(extra="forbid", strict=True)
