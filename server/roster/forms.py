"""Forms of the pages about members; Flask-WTF adds and checks the CSRF token."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from server.core.fields import MAX_ID, Choice, Clamped, Line, Search, Whole
from server.core.filter_forms import FilterForm
from server.core.page_forms import PageForm
from server.courses.models import Role, Section
from server.roster.people import Filters, State


class Choose(SelectField):  # type: ignore[misc]  # WTForms has no types
    """A choice whose error lists the values."""

    def pre_validate(self, _form: Any) -> None:
        """Refuse what is not among the choices."""
        if all(str(choice.value) != str(self.data) for choice in self.choices):
            names = ", ".join(choice.label for choice in self.choices)
            raise ValidationError(f"Choose one of: {names}.")


def _role() -> Choose:
    return Choose("Role", choices=[SelectChoice(role.value) for role in Role])


class PersonForm(PageForm):
    """The role and section of a member; section 0 is none."""

    role = _role()
    section = Choose("Section", coerce=int)

    def offer(self, sections: Iterable[Section]) -> None:
        """Offer these sections."""
        self.section.choices = [SelectChoice(0, "none"), *(SelectChoice(s.id, s.name) for s in sections)]


class CorrectNameForm(PageForm):
    """The right name of a student; `addresses.check_name` has its rules."""

    right_name = Line("Name", 200)
    name_reason = Line("Reason (optional)", 300, optional=True)


class CorrectAddressForm(PageForm):
    """The right address of a student; `addresses.check_address` has its rules."""

    right_email = Line("Email address", 254)
    email_reason = Line("Reason (optional)", 300, optional=True)


class MembersFilterForm(FilterForm):
    """Which members to list; what cannot be read filters nothing."""

    name = Search("Name or email", 100)
    role = Choice("Role", [("", "any"), *((role.value, role.value) for role in Role)], default="")
    section = Whole("Section", 0, MAX_ID, optional=True)
    state = Choice("State", [(state.value, state.value) for state in State], default=State.ENROLLED.value)
    page = Clamped("Page", 1, 10_000)

    def to_filters(self) -> Filters:
        """Return the filters, with defaults for what is missing or invalid."""
        role = self.readable("role")
        return Filters(
            name=self.readable("name"),
            role=Role(role) if role else None,
            section=self.section.number,
            state=State(self.readable("state", State.ENROLLED.value)),
            page=self.page.number or 1,
        )


class InvitationForm(PersonForm):
    """Whom to invite, and with which role."""

    email = Line("Email (optional)", 300, optional=True)


class SectionForm(PageForm):
    """The name of a section; `sections.check_name` has its rules."""

    name = StringField("Name of the section", [Length(max=500)])


class ImportForm(PageForm):
    """A roster, as a file or as text."""

    file = FileField("CSV file")
    text = TextAreaField("or paste the text")
    drop_missing = BooleanField("Remove students who are not in the file")


class JoinForm(PageForm):
    """The join code of a course."""

    code = Line("Join code", 40, optional=True)
