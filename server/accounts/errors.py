"""Errors about accounts.

AccountError
├── AlreadySetUp
├── EmailTaken
├── LinkOver
├── SecondFactorMissing
├── SessionsEnded
├── TooManyTokens
├── UnusableEmail
├── UnusableName
├── UnusablePassword
├── WrongCode
└── WrongPassword
"""

from __future__ import annotations

from server.core.errors import Refused


class AccountError(Refused):
    """Something about an account was refused; the message is for the person who asked."""


class AlreadySetUp(AccountError):
    """The second factor is on already."""

    status = 409
    title = "Already set up"


class EmailTaken(AccountError):
    """Another user has this email address."""


class LinkOver(AccountError):
    """A link was used, has expired, or was never one of ours."""


class SecondFactorMissing(AccountError):
    """The site requires a second factor for this page, and the account has none."""

    status = 403
    title = "Two-factor authentication is required"


class SessionsEnded(AccountError):
    """All sessions of the account ended while the request was being handled."""

    status = 409
    title = "Logged out"


class TooManyTokens(AccountError):
    """The account has as many API tokens as it may have."""


class UnusableEmail(AccountError):
    """The text is not an email address that this site can send email to."""


class UnusableName(AccountError):
    """The text cannot be the name of a person."""


class UnusablePassword(AccountError):
    """The password is too short, too long or the email address itself."""


class WrongCode(AccountError):
    """A code of the second factor is wrong, or was used before."""


class WrongPassword(AccountError):
    """The current password, which a change of password or address requires, is wrong."""
