"""Validate email addresses."""

from __future__ import annotations

import re

from server.accounts.errors import UnusableEmail

MAX_LENGTH = 254
_FORM = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def check_address(email: str) -> str:
    """Return the address without surrounding spaces.

    Raises:
        UnusableEmail: if it is not of the form name@host, in ASCII, of 254 characters at most.
    """
    email = email.strip()
    if len(email) > MAX_LENGTH:
        raise UnusableEmail(f"The email address has {len(email)} characters; at most {MAX_LENGTH} are allowed.")
    if not _FORM.fullmatch(email) or ".." in email:
        raise UnusableEmail(f"“{email}” is not an email address; one looks like name@example.org.")
    return email
