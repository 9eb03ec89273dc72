"""The forms of the login and account pages; Flask-WTF adds and checks the CSRF token."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from server.accounts.passwords import MAX_LENGTH, MIN_LENGTH


class LoginForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Email address and password."""

    email = StringField("Email", [InputRequired("Enter your email address."), Length(max=254)])
    password = PasswordField("Password", [InputRequired("Enter your password."), Length(max=MAX_LENGTH)])
    next = HiddenField()


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """A change of password."""

    current = PasswordField("Current password", [InputRequired("Enter your current password.")])
    new = PasswordField("New password", [InputRequired(f"Enter a new password of at least {MIN_LENGTH} characters.")])
    again = PasswordField("New password again", [EqualTo("new", "The two passwords do not match.")])


class ForgotForm(FlaskForm):  # type: ignore[misc]
    """An email address to send a link to."""

    email = StringField("Email", [InputRequired("Enter your email address."), Length(max=254)])


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password for the user of a link."""

    new = PasswordField("New password", [InputRequired(f"Enter a new password of at least {MIN_LENGTH} characters.")])
    again = PasswordField("New password again", [EqualTo("new", "The two passwords do not match.")])


class RegisterForm(FlaskForm):  # type: ignore[misc]
    """A new account."""

    name = StringField("Name", [InputRequired("Enter your name for the gradebook."), Length(max=200)])
    email = StringField("Email", [InputRequired("Enter your email address."), Length(max=254)])
    password = PasswordField("Password", [InputRequired(f"Choose a password of at least {MIN_LENGTH} characters.")])


class TokenForm(FlaskForm):  # type: ignore[misc]
    """A name for a new API token."""

    name = StringField("Name", [InputRequired("Name the token, for example “laptop”."), Length(max=100)])
