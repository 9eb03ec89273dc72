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
    return yaml.safe_load(FILE.read_text())


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
