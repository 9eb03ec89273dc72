"""Read the filters of a page from the query string."""

from __future__ import annotations

from typing import Any, Self

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import Form


def readable_query() -> MultiDict[str, str]:
    """Return the query string of this request without NUL, which PostgreSQL cannot compare with anything."""
    return MultiDict((name, value.replace("\0", "")) for name, value in request.args.items(multi=True))


class FilterForm(Form):  # type: ignore[misc]  # WTForms has no types
    """A form in the query string; it changes nothing, so it has no CSRF token."""

    form_errors: list[str]

    @classmethod
    def from_query(cls, **more: Any) -> Self:
        """Read the form from the query string of this request, and validate it."""
        form = cls(readable_query(), **more)
        form.validate()
        return form

    def readable(self, name: str, default: Any = "") -> Any:
        """Return the value of a field, or `default` if it is empty or invalid."""
        field = self[name]
        return default if field.errors or not field.data else field.data
