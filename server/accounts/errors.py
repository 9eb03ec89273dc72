"""What can be refused about an account.

AccountError
├── EmailTaken
├── LinkOver
├── UnusableEmail
├── UnusablePassword
└── WrongPassword
"""

from __future__ import annotations


class AccountError(Exception):
    """Something about an account was refused; the message is for the person who asked."""


class EmailTaken(AccountError):  # noqa: N818 - it is an answer, not a failure of ours
    """Another user has this e-mail address."""


class LinkOver(AccountError):  # noqa: N818 - it is an answer, not a failure of ours
    """A link was used, has expired, or was never one of ours."""


class UnusableEmail(AccountError):  # noqa: N818 - it is an answer, not a failure of ours
    """The text is no e-mail address that this site can write to."""


class UnusablePassword(AccountError):  # noqa: N818 - it is an answer, not a failure of ours
    """The password is too short, too long or the e-mail address itself."""


class WrongPassword(AccountError):  # noqa: N818 - it is an answer, not a failure of ours
    """The current password, asked for before a change, is not this one."""
