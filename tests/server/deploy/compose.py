"""docker-compose.yml as Compose would read it, without an engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
FILE = ROOT / "docker-compose.yml"
_VARIABLE = re.compile(r"\$\{(\w+)(?::([-?+])([^}]*))?\}")


class MissingVariable(Exception):  # noqa: N818 - it says what happened
    """Compose would refuse to start."""


def raw() -> dict[str, Any]:
    """The file with its anchors and merges resolved."""
    return parse(FILE.read_text())


def parse(text: str) -> dict[str, Any]:
    """A file's content; like Compose and unlike PyYAML, refuse a key that occurs twice."""
    _refuse_double_keys(yaml.compose(text, yaml.SafeLoader))
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _refuse_double_keys(node: yaml.Node | None) -> None:
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        for key, value in node.value:
            if keys.count(key.value) > 1:
                raise ValueError(f"mapping key {key.value!r} already defined{key.start_mark}")
            _refuse_double_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_double_keys(item)


def load(environment: Mapping[str, str]) -> dict[str, Any]:
    """The file with the variables of `environment` put in, by the rules of Compose."""
    found: dict[str, Any] = _interpolate(raw(), environment)
    for service in found["services"].values():
        service["environment"] = _passed_on(service.get("environment", {}), environment)
    return found


def _passed_on(declared: Mapping[str, str | None], environment: Mapping[str, str]) -> dict[str, str]:
    """A variable without a value comes from outside; if it is not set there, it is not set in the service."""
    found = {name: environment.get(name) if value is None else value for name, value in declared.items()}
    return {name: value for name, value in found.items() if value is not None}


def _interpolate(value: Any, environment: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _VARIABLE.sub(lambda match: _variable(match, environment), value)
    if isinstance(value, dict):
        return {key: _interpolate(item, environment) for key, item in value.items()}
    if isinstance(value, list):
        return [_interpolate(item, environment) for item in value]
    return value


def _variable(match: re.Match[str], environment: Mapping[str, str]) -> str:
    name, operator, rest = match.groups()
    if operator == "+":
        return str(rest) if environment.get(name) else ""
    if environment.get(name):
        return environment[name]
    if operator == "?":
        raise MissingVariable(f"{name}: {rest}")
    return rest if operator == "-" else ""
