"""Settings in the address of a page: short, stable and versioned.

Only settings that differ from their defaults are in the address, so a default must never change within a version.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from urllib.parse import parse_qsl, urlencode

from playground.checks import Unfit
from playground.parsing import SECTIONS, Parsed, Problem, checked_fields, parse, shown
from playground.settings import MOST_LAYERS, MOST_ROWS, OWN, LayerSettings, NetworkSettings, Settings

VERSION = "1"
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_ROW_CHARS = 6
_LAYER = re.compile(r"([1-8])([a-z_]+?)(-b)?(?:-p([0-9.e-]{1,24}))?", re.ASCII)
LONGEST = 32_000
MOST_PAIRS = 100


def to_query(settings: Settings) -> str:
    """Return the settings as a query string without the question mark; the defaults give "v=1"."""
    pairs = {"v": VERSION}
    for _, part in _parts(settings):
        for one, check, key in checked_fields(type(part)):
            value = getattr(part, one.name)
            if value != one.default:
                pairs[key] = check.to_text(value)
    if settings.network.layers != NetworkSettings().layers:
        pairs["h"] = "~".join(_layer_text(layer) for layer in settings.network.layers)
    if settings.data.kind == OWN:
        pairs["r"] = "".join(_digits(number) for row in settings.data.rows for number in row)
    return urlencode(pairs)


def from_query(query: str) -> Parsed:
    """Return the settings in a query string; what is missing or nonsense has its default and is a problem."""
    problems: list[Problem] = []
    if len(query) > LONGEST or query.count("&") > MOST_PAIRS:
        allowed = f"at most {LONGEST} characters long, with at most {MOST_PAIRS} settings"
        return Parsed(Settings(), (Problem("address", f"{len(query)} characters long", allowed, "the defaults"),))
    pairs = dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True))
    version = pairs.pop("v", VERSION)
    if version != VERSION:
        problems.append(Problem("version", shown(version), f"the version {VERSION}", f"version {VERSION}"))
    found: dict[str, Any] = {}
    for name, part in _parts(Settings()):
        section = found.setdefault(name, {}) if name else found
        prefix = f"{name}." if name else ""
        for one, check, key in checked_fields(type(part)):
            if key in pairs:
                _read(section, prefix + one.name, pairs.pop(key), check, problems, one.default)
    if "h" in pairs:
        found["network"]["layers"] = _layers(pairs.pop("h"), problems)
    if "r" in pairs:
        found["data"]["rows"] = _rows(pairs.pop("r"))
    problems += [Problem(shown(key)[1:-1], "unknown", "a setting of the playground", "nothing") for key in pairs]
    settings, more = parse(found)
    return Parsed(settings, (*problems, *more))


def _parts(settings: Settings) -> list[tuple[str, Any]]:
    """Return the settings themselves and their sections by name."""
    return [
        ("", settings),
        *((one.name, getattr(settings, one.name)) for one in fields(Settings) if one.name in SECTIONS),
    ]


def _read(section: dict[str, Any], place: str, text: str, check: Any, problems: list[Problem], default: Any) -> None:
    try:
        section[place.rpartition(".")[2]] = check.from_text(text)
    except Unfit:
        problems.append(Problem(place, shown(text), check.allowed, shown(default)))


def _layer_text(layer: LayerSettings) -> str:
    """Return a hidden layer such as "4tanh" or "8relu-b-p0.2"."""
    drop = f"-p{layer.dropout!r}" if layer.dropout else ""
    return f"{layer.units}{layer.activation}{'-b' if layer.batch_norm else ''}{drop}"


def _layers(text: str, problems: list[Problem]) -> list[Mapping[str, Any]]:
    """Return the hidden layers behind a text; a layer that cannot be read is the usual one."""
    if not text:
        return []
    layers: list[Mapping[str, Any]] = []
    for item in text.split("~", MOST_LAYERS + 1):
        match = _LAYER.fullmatch(item)
        if match is None:
            problems.append(
                Problem(f"network.layers[{len(layers)}]", shown(item), "a layer such as 4tanh or 8relu-b-p0.2", "4tanh")
            )
            layers.append({})
            continue
        layer: dict[str, Any] = {
            "units": int(match[1]),
            "activation": match[2],
            "batch_norm": match[3] is not None,
        }
        if match[4] is not None:
            try:
                layer["dropout"] = float(match[4])
            except ValueError:
                layer["dropout"] = match[4]
        layers.append(layer)
    return layers


def _digits(number: int) -> str:
    """Return a number from 0 to 4095 as two characters."""
    return _DIGITS[number >> 6] + _DIGITS[number & 63]


def _rows(text: str) -> list[list[int]] | str:
    """Return the own points behind a text, or the text if it holds none."""
    if len(text) % _ROW_CHARS or len(text) > _ROW_CHARS * MOST_ROWS or not set(text) <= set(_DIGITS):
        return text
    numbers = [64 * _VALUES[text[i]] + _VALUES[text[i + 1]] for i in range(0, len(text), 2)]
    return [numbers[i : i + 3] for i in range(0, len(numbers), 3)]
