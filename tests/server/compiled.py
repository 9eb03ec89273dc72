"""Routes, templates and SQL that are compiled once in a process, although every test builds its own application."""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from server.core import db

_Key = tuple[str, str | None, tuple[object, ...]]
_compiled: dict[_Key, dict[str, object]] = {}
_connected: dict[str, Engine] = {}


class KeptRule(Rule):
    """A route that takes what compiling gives from an equal one."""

    def compile(self) -> None:
        """Compile, or copy from a route of the same text."""
        key = (self.rule, self.subdomain, tuple(sorted((self.defaults or {}).items())))
        if key in _compiled:
            vars(self).update(_compiled[key])
            return
        before = {name: id(value) for name, value in vars(self).items()}
        super().compile()
        _compiled[key] = {
            name: value for name, value in vars(self).items() if name == "arguments" or before.get(name) != id(value)
        }


class KeptTemplates(BytecodeCache):
    """Compiled templates by the key that Jinja gives them; the checksum of the source says whether one still holds."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` if the template was compiled before."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what `bucket` has."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


def _engine(url: str, **options: Any) -> Engine:
    """Create an engine that takes the compiled statements of an earlier one for the same kind of database.

    The keys of SQLAlchemy's cache hold the dialect, so the engines share that as well.
    """
    engine = create_engine(url, **options)
    if (first := _connected.get(_kind(engine))) is None:
        engine._compiled_cache = LRUCache(5000)
    else:
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return engine


def _keep(connection: Connection) -> None:
    """Keep the first engine that has connected: a dialect knows its database only then."""
    _connected.setdefault(_kind(connection.engine), connection.engine)


def _kind(engine: Engine) -> str:
    return f"{engine.name}+{engine.driver}"


def compile_once() -> None:
    """Make every later application of this process use what earlier ones compiled."""
    Flask.url_rule_class = KeptRule
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": KeptTemplates()}
    db.create_engine = _engine  # type: ignore[assignment]
    event.listen(Engine, "engine_connect", _keep)
