"""What can be refused about an account.

AccountError
├── EmailTakenError
├── UnusablePasswordError
└── WrongPasswordError
"""

from __future__ import annotations


class AccountError(Exception):
    """Something about an account was refused; the message is for the person who asked."""


class EmailTakenError(AccountError):
    """Another user has this e-mail address."""


class UnusablePasswordError(AccountError):
    """The password is too short, too long or the e-mail address itself."""


class WrongPasswordError(AccountError):
    """The current password, asked for before a change, is not this one."""
