"""Keep the keys of unconfirmed submissions, so that a retry after a lost response creates no second submission."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from grader.cli.errors import Misused, NotRight
from grader.cli.remote.storage import outbox_path, read_private, write_private


@contextmanager
def client_key(server: str, slug: str, source: str) -> Iterator[str]:
    """Provide the key to send with `source`; it is deleted once the server has responded.

    The key is stored before the request is sent. If the response is lost, because of the network or because this
    process ends, the next try sends the same key, and the server finds the submission that it already has.
    """
    name = hashlib.sha256(f"{server}\0{slug}\0{source}".encode()).hexdigest()
    keys = read_private(outbox_path()) or {}
    key = str(keys.setdefault(name, secrets.token_hex(16)))
    write_private(outbox_path(), keys)
    try:
        yield key
    except (Misused, NotRight):
        _forget(name)  # a response too: the server has no such submission
        raise
    _forget(name)


def _forget(name: str) -> None:
    keys = read_private(outbox_path()) or {}
    keys.pop(name, None)
    write_private(outbox_path(), keys)
