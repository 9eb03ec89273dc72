"""Routes and templates that are compiled once in a process, for every test builds an application of its own."""

from __future__ import annotations

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

_Key = tuple[str, str | None, tuple[object, ...]]
_compiled: dict[_Key, dict[str, object]] = {}


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


def compile_once() -> None:
    """Make every later application of this process use what earlier ones compiled."""
    Flask.url_rule_class = KeptRule
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": KeptTemplates()}
