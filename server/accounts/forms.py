"""The forms of the login and account pages; Flask-WTF adds and checks the CSRF token."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from server.accounts.passwords import MAX_LENGTH, MIN_LENGTH
from server.core.page_forms import PageForm


class LoginForm(PageForm):
    """Email address and password."""

    email = StringField("Email", [InputRequired("Enter your email address."), Length(max=254)])
    password = PasswordField("Password", [InputRequired("Enter your password."), Length(max=MAX_LENGTH)])
    next = HiddenField()


class PasswordForm(PageForm):
    """A change of password."""

    current = PasswordField("Current password", [InputRequired("Enter your current password.")])
    new = PasswordField("New password", [InputRequired(f"Enter a new password of at least {MIN_LENGTH} characters.")])
    again = PasswordField("New password again", [EqualTo("new", "The two passwords do not match.")])


class ForgotForm(PageForm):
    """An email address to send a link to."""

    email = StringField("Email", [InputRequired("Enter your email address."), Length(max=254)])


class NewPasswordForm(PageForm):
    """A new password for the user of a link."""

    new = PasswordField("New password", [InputRequired(f"Enter a new password of at least {MIN_LENGTH} characters.")])
    again = PasswordField("New password again", [EqualTo("new", "The two passwords do not match.")])


class RegisterForm(PageForm):
    """A new account."""

    name = StringField("Name", [InputRequired("Enter your name for the gradebook."), Length(max=200)])
    email = StringField("Email", [InputRequired("Enter your email address."), Length(max=254)])
    password = PasswordField("Password", [InputRequired(f"Choose a password of at least {MIN_LENGTH} characters.")])


class TokenForm(PageForm):
    """A name for a new API token."""

    name = StringField("Name", [InputRequired("Name the token, for example “laptop”."), Length(max=100)])
