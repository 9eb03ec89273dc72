"""Forms of pages, sent with POST."""

from __future__ import annotations

from typing import Any, Self

from flask import request
from flask_wtf import FlaskForm


class PageForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form that changes something: it carries a CSRF token, which Flask-WTF adds and checks."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How the fields are read."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Read the fields of a form only; Flask-WTF would take a JSON body for one."""
            return None if request.is_json else super().wrap_formdata(form, formdata)

    @classmethod
    def filled_from_query(cls) -> Self:
        """Return the form as a link fills it in, with what the address of this request says; nothing is validated."""
        return cls(formdata=None, data=request.args.to_dict())
