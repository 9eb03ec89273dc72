"""Settings from JSON, with a problem for each field that does not fit, and settings as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import Field, asdict, dataclass, fields, replace
from typing import Any, NamedTuple

from playground.checks import Check, Unfit
from playground.settings import (
    FEWEST_ROWS,
    FINEST,
    MOST_LAYERS,
    MOST_ROWS,
    OWN,
    DataSettings,
    LayerSettings,
    LossSettings,
    NetworkSettings,
    OptimizerSettings,
    RunSettings,
    Settings,
    losses_for,
    outputs_for,
)

_SHOWN_CHARS = 60
_LAYER_PLACE = re.compile(r"network\.layers\[(\d)\]")
_OTHER_LABELS = {"address": "The URL", "version": "The version in the URL", "data.rows": "The list of points"}
SECTIONS: Mapping[str, type[Any]] = {
    "data": DataSettings,
    "network": NetworkSettings,
    "loss": LossSettings,
    "optimizer": OptimizerSettings,
    "run": RunSettings,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One field that does not fit.

    Attributes:
        field: its place, such as "network.layers[2].units".
        found: what was there, shortened.
        allowed: what may be there.
        used: what is used instead.
    """

    field: str
    found: str
    allowed: str
    used: str

    @property
    def message(self) -> str:
        """All of it in two sentences."""
        name = label_of(self.field)
        return f"{name} is {self.found}, but must be {self.allowed}. The playground uses {self.used} instead."


class Parsed(NamedTuple):
    """Settings that fit, and the problems of those that did not."""

    settings: Settings
    problems: tuple[Problem, ...]


def checked_fields(kind: type[Any]) -> Iterator[tuple[Field[Any], Check, str]]:
    """Yield the fields of a dataclass that have a check, with the check and the key in addresses."""
    for one in fields(kind):
        if "check" in one.metadata:
            yield one, one.metadata["check"], one.metadata["key"]


def label_of(place: str) -> str:
    """Return the label of a field such as "optimizer.lr" or "network.layers[0].units", or its place if it has none."""
    if whole := _LAYER_PLACE.fullmatch(place):
        return f"Layer {int(whole[1]) + 1}"
    section, _, name = place.rpartition(".")
    layer = _LAYER_PLACE.fullmatch(section)
    kind = LayerSettings if layer else SECTIONS.get(section, Settings)
    labels = {one.name: str(one.metadata["label"]) for one, _, _ in checked_fields(kind)}
    label = labels.get(name) or _OTHER_LABELS.get(place, place)
    return f"{label} in layer {int(layer[1]) + 1}" if layer else label


def parse(found: Any) -> Parsed:
    """Return the settings in `found`, as `to_json` gives them. What is missing or does not fit has its default."""
    problems: list[Problem] = []
    top = _mapping(found, "settings", {*SECTIONS, "features", "mine"}, problems)
    parts: dict[str, Any] = dict(_read(Settings, top, "", problems))
    for name, kind in SECTIONS.items():
        extra = {"layers"} if name == "network" else {"rows"} if name == "data" else set()
        names = {one.name for one, _, _ in checked_fields(kind)} | extra
        section = _mapping(top.get(name, {}), name, names, problems)
        values = dict(_read(kind, section, f"{name}.", problems))
        if name == "network" and "layers" in section:
            values["layers"] = _layers(section["layers"], problems)
        parts[name] = kind(**values)
    rows = top.get("data", {}).get("rows", ()) if isinstance(top.get("data", {}), Mapping) else ()
    parts["data"] = _with_rows(parts["data"], rows, problems)
    return Parsed(_consistent(Settings(**parts), problems), tuple(problems))


def to_json(settings: Settings) -> dict[str, Any]:
    """Return all settings as JSON."""
    return asdict(settings)


def _mapping(found: Any, name: str, known: set[str], problems: list[Problem]) -> Mapping[str, Any]:
    if not isinstance(found, Mapping):
        problems.append(Problem(name, shown(found), "an object", "the defaults"))
        return {}
    prefix = "" if name == "settings" else f"{name}."
    for key in found:
        if key not in known:
            problems.append(
                Problem(f"{prefix}{str(key)[:_SHOWN_CHARS]}", "unknown", ", ".join(sorted(known)), "nothing")
            )
    return found


def _read(kind: type[Any], found: Mapping[str, Any], prefix: str, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    for one, check, _ in checked_fields(kind):
        if one.name in found:
            try:
                yield one.name, check.read(found[one.name])
            except Unfit:
                problems.append(Problem(prefix + one.name, shown(found[one.name]), check.allowed, shown(one.default)))


def _layers(found: Any, problems: list[Problem]) -> tuple[LayerSettings, ...]:
    if not isinstance(found, list | tuple) or len(found) > MOST_LAYERS:
        allowed = f"a list of at most {MOST_LAYERS} layers"
        problems.append(Problem("network.layers", shown(found), allowed, "the usual layers"))
        return NetworkSettings().layers
    names = {one.name for one, _, _ in checked_fields(LayerSettings)}
    layers = []
    for i, item in enumerate(found):
        place = f"network.layers[{i}]"
        values = _mapping(item, place, names, problems)
        layers.append(LayerSettings(**dict(_read(LayerSettings, values, f"{place}.", problems))))
    return tuple(layers)


def _with_rows(data: DataSettings, found: Any, problems: list[Problem]) -> DataSettings:
    """Return the data with its own rows, or the usual data if they do not fit."""
    if data.kind != OWN:
        return data
    top = {"binary": 1, "classes": 2}.get(data.task, FINEST)
    allowed = (
        f"from {FEWEST_ROWS} to {MOST_ROWS} rows [x1, x2, class], whole numbers up to {FINEST}, {FINEST} and {top}"
    )
    is_list = isinstance(found, list | tuple) and FEWEST_ROWS <= len(found) <= MOST_ROWS
    if not is_list or not all(_is_row(row, top) for row in found):
        problems.append(Problem("data.rows", shown(found), allowed, "the circle"))
        return replace(data, kind="circle", rows=())
    return replace(data, rows=tuple((int(a), int(b), int(c)) for a, b, c in found))


def _is_row(row: Any, top: int) -> bool:
    if not isinstance(row, list | tuple) or len(row) != 3:
        return False
    return all(
        isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= limit
        for number, limit in zip(row, (FINEST, FINEST, top), strict=True)
    )


def _consistent(settings: Settings, problems: list[Problem]) -> Settings:
    """Return settings in which data, loss, last activation and batches fit together."""
    losses = losses_for(settings.task)
    if settings.loss.kind not in losses:
        allowed = f"one of {', '.join(losses)} for this data"
        problems.append(Problem("loss.kind", settings.loss.kind, allowed, losses[0]))
        settings = replace(settings, loss=replace(settings.loss, kind=losses[0]))
    outputs = outputs_for(settings.loss.kind, settings.task)
    if settings.network.output not in outputs:
        allowed = f"one of {', '.join(outputs)} for this loss"
        problems.append(Problem("network.output", settings.network.output, allowed, outputs[0]))
        settings = replace(settings, network=replace(settings.network, output=outputs[0]))
    normalizes = any(layer.batch_norm for layer in settings.network.layers)
    least, most = 2 if normalizes else 1, settings.train_count
    if settings.run.batch_size and not least <= settings.run.batch_size <= most:
        allowed = f"a number from {least} to {most}, or 0 for all training points"
        problems.append(Problem("run.batch_size", str(settings.run.batch_size), allowed, "all training points"))
        settings = replace(settings, run=replace(settings.run, batch_size=0))
    return settings


def shown(value: Any) -> str:
    """Return a value as it is shown in a problem, shortened."""
    if isinstance(value, list | tuple) and len(value) > 4:
        return f"a list of {len(value)}"
    try:
        text = repr(list(value) if isinstance(value, tuple) else value)
    except (RecursionError, ValueError):
        return f"a {type(value).__name__}"
    return text if len(text) <= _SHOWN_CHARS else f"{text[: _SHOWN_CHARS - 1]}…"
