"""Emails about passwords."""

from __future__ import annotations

from server.accounts.links import FORGOTTEN, absolute, confirming_link
from server.accounts.models import User
from server.core.mail import Mail


def forgotten(user: User) -> Mail:
    """Return the email to a user who asked for a new password."""
    return Mail(
        user.email,
        "Set a new password for Chainrule",
        f"Someone, probably you, requested a new password for {user.email}.\n\n"
        f"Set it here within two hours:\n{confirming_link(user, lasts=FORGOTTEN)}\n\n"
        "If this was not you, ignore this email. Your password will not change.\n",
    )


def password_changed(user: User) -> Mail:
    """Return the mail that tells a user about a new password, in case somebody else has set it."""
    return Mail(
        user.email,
        "Your Chainrule password was changed",
        f"The password for {user.email} was just changed.\n\n"
        "If you changed it, you do not need to do anything. If not, someone else can log in to your account. Setting a "
        f"new password logs them out. Request one here:\n{absolute('passwords.forgot')}\n",
    )


def confirm_address(user: User, email: str, link: str) -> Mail:
    """Return the email to the new address that a user has entered, with the link that confirms it.

    It names the account by its address: a name may be a message to strangers.
    """
    return Mail(
        email,
        "Confirm your email address for Chainrule",
        f"Someone, probably you, asked to use this address for the Chainrule account {user.email}.\n\n"
        f"To confirm the address, log in to that account and open this link within two hours:\n{link}\n\n"
        "If this was not you, ignore this email. Nothing will change.\n",
    )


def address_taken(email: str) -> Mail:
    """Return the email to an address that a user has entered although another account has it."""
    return Mail(
        email,
        "Your email address for Chainrule",
        f"Someone, probably you, asked to use {email} for another Chainrule account. This address already "
        "belongs to an account, so nothing was changed.\n\n"
        f"If both accounts are yours, log in with {email}, and ask your instructor which account to use. If this "
        "was not you, ignore this email.\n",
    )


def address_changed(email: str) -> Mail:
    """Return the mail to the former address of an account, in case somebody else has changed it."""
    return Mail(
        email,
        "The email address of your Chainrule account was changed",
        f"The Chainrule account that had the address {email} now has a different address. The account's owner or an "
        "instructor changed it.\n\n"
        "If you did not expect this, contact your instructor or the site administrator, who can change it back.\n",
    )


def second_factor_changed(user: User, *, is_on: bool) -> Mail:
    """Return the mail that tells a user that the second factor is on or off now, in case somebody else did it."""
    state = "on" if is_on else "off"
    return Mail(
        user.email,
        f"Two-factor authentication for your Chainrule account is {state}",
        f"Two-factor authentication for {user.email} was just turned {state}.\n\n"
        "If you did this, you do not need to do anything. If not, someone else knows your password. Contact the site "
        f"administrator, and request a new password here:\n{absolute('passwords.forgot')}\n",
    )


def welcome(user: User, course_title: str) -> Mail:
    """Return the email to a user for whom a course created an account."""
    return Mail(
        user.email,
        f"Your account for {course_title}",
        f"{course_title} uses Chainrule for its exercises, and you have been enrolled as {user.email}.\n\n"
        f"Choose a password here within 14 days:\n{confirming_link(user)}\n\n"
        "If you think this is a mistake, contact your instructor.\n",
    )
