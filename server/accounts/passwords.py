"""Argon2 hashing of passwords, taking the same time whether a user exists or not."""

from __future__ import annotations

import string
import threading
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.accounts.errors import UnusablePassword

MIN_LENGTH = 10
MAX_LENGTH = 1000
MIN_DISTINCT = 4  # different characters
_STEMS = frozenset({"password", "passwort", "qwerty", "qwertz", "iloveyou", "letmein", "welcome", "admin", "abc"})
_LIST = Path(__file__).with_name("common_passwords.txt")
UNUSABLE = "!"  # the hash of an account whose owner has not set a password yet; nothing matches it

_hasher = PasswordHasher()
# Each hash takes 64 MiB: without a bound, a burst of logins would take all the memory there is.
_slots = threading.BoundedSemaphore(4)


def hash_password(password: str, *, email: str = "") -> str:
    """Return the hash to store for `password`.

    Raises:
        UnusablePassword: if it is shorter than 10 or longer than 1,000 characters, is the email address, is among the
            most common passwords, with or without digits and signs at its ends, or repeats a few characters.
    """
    if len(password) < MIN_LENGTH:
        raise UnusablePassword(
            f"The password has {len(password)} characters, but it needs at least {MIN_LENGTH}. A few words work well."
        )
    if len(password) > MAX_LENGTH:
        raise UnusablePassword(f"The password has {len(password)} characters, but the limit is {MAX_LENGTH:,}.")
    if email and password.casefold() == email.casefold():
        raise UnusablePassword("The password is the same as the email address. Choose one that others cannot guess.")
    if _is_common(password.casefold()):
        raise UnusablePassword("The password is one of the most common ones. Choose one that others cannot guess.")
    return hash_again(password)


def hash_again(password: str) -> str:
    """Return the hash to store for a password that was accepted before, whatever today's rules are."""
    with _slots:
        return _hasher.hash(password)


def password_matches(stored_hash: str | None, password: str) -> bool:
    """Return whether `password` has `stored_hash`; None (no such user) and `UNUSABLE` never match but take as long."""
    if stored_hash == UNUSABLE:
        stored_hash = None
    with _slots:
        try:
            _hasher.verify(stored_hash or _hash_of_nobody(), password)
        except (VerificationError, InvalidHashError):
            return False
    return stored_hash is not None


def needs_rehash(stored_hash: str) -> bool:
    """Return whether `stored_hash` was made with weaker parameters than the current ones."""
    return _hasher.check_needs_rehash(stored_hash)


def _is_common(password: str) -> bool:
    """Return whether guessers try this password early; it is without case."""
    word = password.strip(string.digits + string.punctuation + " ")
    return len(set(password)) < MIN_DISTINCT or bool({password, word} & _common()) or word in _STEMS


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = _LIST.read_text(encoding="ascii").split("\n")
    return frozenset(line for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def _hash_of_nobody() -> str:
    return _hasher.hash("the password of a user who does not exist")
