"""Validate email addresses and the names of people."""

from __future__ import annotations

import re

from server.accounts.errors import UnusableEmail, UnusableName

MAX_LENGTH = 254
MAX_NAME = 200
_FORM = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def check_address(email: str) -> str:
    """Return the address without surrounding spaces.

    Raises:
        UnusableEmail: if it is not of the form name@host, in ASCII, of 254 characters at most.
    """
    email = email.strip()
    if len(email) > MAX_LENGTH:
        raise UnusableEmail(f"The email address has {len(email)} characters, but at most {MAX_LENGTH} are allowed.")
    if not _FORM.fullmatch(email) or ".." in email:
        raise UnusableEmail(f"“{email}” is not an email address. Use the form name@example.org.")
    return email


def check_name(name: str) -> str:
    """Return the name of a person with its spaces collapsed.

    Raises:
        UnusableName: if it is empty, has more than 200 characters, or has some that nobody sees or that turn the text
            around.
    """
    name = " ".join(name.split())
    if not name:
        raise UnusableName("The name is empty. Every account needs a name.")
    if len(name) > MAX_NAME:
        raise UnusableName(f"The name has {len(name)} characters, but at most {MAX_NAME} are allowed.")
    if not name.isprintable():
        raise UnusableName("The name contains invisible characters.")
    return name
