"""Forms of pages, sent with POST."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Self

from flask import request
from flask_wtf import FlaskForm

from server.core.filter_forms import readable_query
from server.text.characters import BROKEN, is_broken


class PageForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form that changes something: it carries a CSRF token, which Flask-WTF adds and checks."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How the fields are read."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Read the fields of a form only; Flask-WTF would take a JSON body for one."""
            return None if request.is_json else super().wrap_formdata(form, formdata)

    judged_elsewhere: ClassVar[Collection[str]] = ()
    """Fields in which any character is allowed here, because a better place judges them."""

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Check every field, also for characters that no database stores."""
        is_valid = bool(super().validate(extra_validators))
        checked = [field for field in self if not field.errors and field.name not in self.judged_elsewhere]
        broken = [field for field in checked if any(map(_is_broken, field.raw_data or ()))]
        for field in broken:
            field.errors = [BROKEN]
        return is_valid and not broken

    @classmethod
    def filled_from_query(cls) -> Self:
        """Return the form as a link fills it in, with what the address of this request says; nothing is validated."""
        return cls(formdata=None, data=readable_query().to_dict())


def _is_broken(sent: Any) -> bool:
    return isinstance(sent, str) and is_broken(sent)
