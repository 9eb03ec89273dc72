"""What mails about passwords say."""

from __future__ import annotations

from server.accounts.links import FORGOTTEN, password_link
from server.accounts.models import User
from server.core.mail import Mail


def forgotten(user: User) -> Mail:
    """To somebody who asked for a new password."""
    return Mail(
        user.email,
        "A new password for Chainrule",
        f"Somebody, probably you, asked for a new password for {user.email}.\n\n"
        f"Set it here, within two hours:\n{password_link(user, lasts=FORGOTTEN)}\n\n"
        "If it was not you, do nothing: your password stays as it is.\n",
    )


def welcome(user: User, course_title: str) -> Mail:
    """To somebody for whom a course made an account."""
    return Mail(
        user.email,
        f"Your account for {course_title}",
        f"{course_title} uses Chainrule for its exercises, and you were enrolled as {user.email}.\n\n"
        f"Choose a password here, within 14 days:\n{password_link(user)}\n\n"
        "If you believe that this is a mistake, ask the people who teach the course.\n",
    )
