"""Read the filters of a page from the query string."""

from __future__ import annotations

from typing import Any, Self

from flask import request
from wtforms import Form


class FilterForm(Form):  # type: ignore[misc]  # WTForms has no types
    """A form in the query string; it changes nothing, so it has no CSRF token."""

    form_errors: list[str]

    @classmethod
    def from_query(cls, **more: Any) -> Self:
        """Read the form from the query string of this request, and validate it."""
        form = cls(request.args, **more)
        form.validate()
        return form

    def readable(self, name: str, default: Any = "") -> Any:
        """Return the value of a field, or `default` if it is empty or invalid."""
        field = self[name]
        return default if field.errors or not field.data else field.data
