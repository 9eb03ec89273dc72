"""The forms of the login and account pages; Flask-WTF adds and checks the CSRF token."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from server.accounts.models import Scope
from server.accounts.passwords import MAX_LENGTH, MIN_LENGTH
from server.core.fields import MAX_ID, Choice, Line, Search, Whole
from server.core.filter_forms import FilterForm
from server.core.page_forms import PageForm


class LoginForm(PageForm):
    """Email address and password."""

    email = Line("Email", 254, empty="Enter your email address.")
    password = PasswordField("Password", [InputRequired("Enter your password."), Length(max=MAX_LENGTH)])
    next = HiddenField()


class AfterLoginForm(FilterForm):
    """Where to go after the login, as the URL gives it; `sessions.safe_next` decides whether it is allowed."""

    next = StringField("Next")


class NewPasswordForm(PageForm):
    """A new password, typed twice."""

    new = PasswordField("New password", [InputRequired(f"Enter a new password of at least {MIN_LENGTH} characters.")])
    again = PasswordField("Confirm new password", [EqualTo("new", "The two passwords do not match.")])


class PasswordForm(NewPasswordForm):
    """A change of password."""

    current = PasswordField("Current password", [InputRequired("Enter your current password.")])


class NameForm(PageForm):
    """A person's own name; `addresses.check_name` has its rules."""

    full_name = Line("Name", 200, empty="Enter your name as it should appear in the gradebook.")


class AddressForm(PageForm):
    """A new address for the account."""

    new_email = Line("New email address", 254, empty="Enter the new email address.")
    current = PasswordField("Current password", [InputRequired("Enter your current password.")])


class CodeForm(PageForm):
    """A code of the second factor, or a recovery code."""

    code = Line("Code", 40, empty="Enter the code from your authenticator app.")


class SecondFactorSetupForm(PageForm):
    """The password, without which nobody changes the second factor."""

    password = PasswordField("Password", [InputRequired("Enter your password."), Length(max=MAX_LENGTH)])


class SecondFactorOffForm(SecondFactorSetupForm, CodeForm):
    """The password and a code."""


class ActivityForm(FilterForm):
    """Which account events to show."""

    person = Search("Name or email", 100)
    before = Whole("Before", 1, MAX_ID, optional=True)


class ForgotForm(PageForm):
    """An email address to send a link to."""

    email = Line("Email", 254, empty="Enter your email address.")


class AskedForm(FilterForm):
    """Whether a link was asked for a moment ago."""

    asked = BooleanField("Asked")


class RegisterForm(PageForm):
    """A new account."""

    name = Line("Name", 200, empty="Enter your name as it should appear in the gradebook.")
    email = Line("Email", 254, empty="Enter your email address.")
    password = PasswordField("Password", [InputRequired(f"Choose a password of at least {MIN_LENGTH} characters.")])


class TokenForm(PageForm):
    """A name for a new API token, and what the token may do."""

    name = Line("Name", 100, empty="Enter a name for the token, such as “laptop”.")
    scope = Choice(
        "Scope",
        [(Scope.SUBMIT.value, "submit: read, submit, and run checks"), (Scope.READ.value, "read: read-only")],
        error="“{}” is not a scope. Choose “read” or “submit”.",
        default=Scope.SUBMIT.value,
    )
