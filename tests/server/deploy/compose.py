"""docker-compose.yml as Compose would read it, without an engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
FILE = ROOT / "docker-compose.yml"
_VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


class MissingVariable(Exception):  # noqa: N818 - it says what happened
    """Compose would refuse to start."""


def raw() -> dict[str, Any]:
    """The file with its anchors and merges resolved."""
    return yaml.safe_load(FILE.read_text())


def load(environment: Mapping[str, str]) -> dict[str, Any]:
    """The file with the variables of `environment` put in, by the rules of Compose."""
    return _interpolate(raw(), environment)


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
    if environment.get(name):
        return environment[name]
    if operator == "?":
        raise MissingVariable(f"{name}: {rest}")
    return rest if operator == "-" else ""
