"""Errors about accounts.

AccountError
├── EmailTaken
├── LinkOver
├── SessionsEnded
├── UnusableEmail
├── UnusableName
├── UnusablePassword
└── WrongPassword
"""

from __future__ import annotations

from server.core.errors import Refused


class AccountError(Refused):
    """Something about an account was refused; the message is for the person who asked."""


class EmailTaken(AccountError):
    """Another user has this email address."""


class LinkOver(AccountError):
    """A link was used, has expired, or was never one of ours."""


class SessionsEnded(AccountError):
    """All sessions of the account ended while the request was being handled."""

    status = 409
    title = "Logged out"


class UnusableEmail(AccountError):
    """The text is not an email address that this site can send email to."""


class UnusableName(AccountError):
    """The text cannot be the name of a person."""


class UnusablePassword(AccountError):
    """The password is too short, too long or the email address itself."""


class WrongPassword(AccountError):
    """The current password, which a change of password or address requires, is wrong."""
