"""Forms about submissions."""

from __future__ import annotations

from typing import Any

from wtforms import StringField
from wtforms.validators import ValidationError

from server.core.fields import Choice, Clamped
from server.core.filter_forms import FilterForm
from server.core.page_forms import PageForm
from server.submissions.models import Purpose

MAX_KEY_CHARS = 64
_NEEDED = "The form needs the fields “source” and “purpose” (submit or check)."


class SubmissionForm(PageForm):
    """A source and what it is sent for; `submit.accept` checks the source itself."""

    judged_elsewhere = ("source",)

    source = StringField("Source")
    purpose = Choice(
        "Purpose", [(purpose.value, purpose.value) for purpose in Purpose], default=Purpose.SUBMIT.value, error=_NEEDED
    )
    client_key = StringField("Client key")

    def validate_source(self, field: Any) -> None:
        """Refuse a form without a source; an empty source is one too."""
        if field.data is None:
            raise ValidationError(_NEEDED)

    def validate_client_key(self, field: Any) -> None:
        """Refuse a key that cannot be stored."""
        key = field.data or ""
        if len(key) > MAX_KEY_CHARS or not key.isprintable():
            raise ValidationError(f"The client key must have at most {MAX_KEY_CHARS} printable characters.")


class AttemptForm(FilterForm):
    """Which attempt to show, by its public id, and which page of them."""

    attempt = StringField("Attempt", default="")
    page = Clamped("Page", 1, 10_000)
