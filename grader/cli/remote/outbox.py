"""Unconfirmed submissions: sending the same file again after a lost response gives the same submission."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from grader.cli.errors import Misused, NotRight
from grader.cli.remote.storage import outbox_path, read_private, write_private


@contextmanager
def client_key(server: str, slug: str, source: str) -> Iterator[str]:
    """Provide the key with which to send `source`, and forget it once the server has answered.

    The key is stored before the request is sent. If the response is lost, because of the network or because this
    process ended, the next attempt sends the same key, and the server finds the submission that it already has.
    """
    name = hashlib.sha256(f"{server}\0{slug}\0{source}".encode()).hexdigest()
    keys = read_private(outbox_path()) or {}
    key = str(keys.setdefault(name, secrets.token_hex(16)))
    write_private(outbox_path(), keys)
    try:
        yield key
    except (Misused, NotRight):
        _forget(name)  # also an answer: the server has no such submission
        raise
    _forget(name)


def _forget(name: str) -> None:
    keys = read_private(outbox_path()) or {}
    keys.pop(name, None)
    write_private(outbox_path(), keys)
