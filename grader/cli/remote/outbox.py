"""What was sent and not yet confirmed: the same file sent again after a lost answer is the same submission."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from grader.cli.errors import Misused, NotRight
from grader.cli.remote.storage import outbox_path, read_private, write_private


@contextmanager
def client_key(server: str, slug: str, source: str) -> Iterator[str]:
    """Give the key under which to send `source`; it is forgotten once the server has answered.

    A key is written down before the request leaves. If the answer is lost, with the network or with this process, the
    next try sends the same key, and the server finds the submission that it already has.
    """
    name = hashlib.sha256(f"{server}\0{slug}\0{source}".encode()).hexdigest()
    keys = read_private(outbox_path()) or {}
    key = str(keys.setdefault(name, secrets.token_hex(16)))
    write_private(outbox_path(), keys)
    try:
        yield key
    except (Misused, NotRight):
        _forget(name)  # an answer too: the server has no such submission
        raise
    _forget(name)


def _forget(name: str) -> None:
    keys = read_private(outbox_path()) or {}
    keys.pop(name, None)
    write_private(outbox_path(), keys)
