"""The functions that the page of the playground calls: they take JSON and return JSON and arrays.

One network, or two that are compared, is open at a time. An answer with `stop` says why training cannot go on.
A request that makes no sense raises `Refused`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from playground import activation_curves, export, inspection, lessons, rate_map, terrain
from playground import graph as graphs
from playground import race as races
from playground.address import from_query, to_query
from playground.comparison import Comparison
from playground.datasets import divide
from playground.errors import Refused, Stop, Stopped
from playground.parsing import Parsed, parse, to_json
from playground.parts import parts
from playground.settings import OptimizerSettings, Settings
from playground.table import TableRefused, read_table
from playground.training import Scores, Trainer
from playground.vocabulary import vocabulary as vocabulary

LONGEST_RUN_S = 5.0


class Session:
    """What is open: one network, or a student's next to the built-in one."""

    def __init__(self, settings: Settings, sources: Mapping[str, str]) -> None:
        self.comparison = Comparison(settings, sources) if used(settings) else None
        self.trainer = self.comparison.mine if self.comparison else Trainer(settings)


_open: list[Session] = []


def read(settings: Any) -> dict[str, Any]:
    """Return settings that fit, their address, the problems of those that do not, and the exercises in use."""
    return _parsed(parse(settings))


def read_address(query: str) -> dict[str, Any]:
    """Return the same for the query of an address."""
    return _parsed(from_query(query))


def paste(text: str) -> dict[str, Any]:
    """Return own points from a pasted table, or its faults."""
    try:
        table = read_table(text)
    except TableRefused as refused:
        return {
            "faults": [
                {"line": one.line, "column": one.column, "found": one.found, "message": one.message}
                for one in refused.faults
            ]
        }
    data = {"kind": "own", "task": table.task, "rows": [list(row) for row in table.rows]}
    return {"faults": [], "data": data, "classes": list(table.classes), "scaled": list(table.scaled)}


def points(settings: Any) -> dict[str, Any]:
    """Return the points for training and for testing."""
    found = divide(parse(settings).settings)
    return {
        "task": found.task,
        "train": found.train,
        "train_target": found.train_target,
        "test": found.test,
        "test_target": found.test_target,
    }


def start(settings: Any, sources: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Open a network, and return its state; with a student's code, the built-in one trains beside it."""
    _open.clear()
    parsed = parse(settings)
    try:
        _open.append(Session(parsed.settings, sources or {}))
    except Stopped as error:
        return {**_parsed(parsed), "stop": error.stop.to_json()}
    return {**_parsed(parsed), **_state(_session())}


def advance(steps: int = 1, seconds: float = 1.0) -> dict[str, Any]:
    """Take up to `steps` steps within `seconds`, and return the state with the losses of these steps."""
    session = _session()
    limit = min(max(float(seconds), 0.0), LONGEST_RUN_S)
    before = session.trainer.steps
    other = session.comparison.built_in.steps if session.comparison else 0
    if session.comparison:
        session.comparison.run(int(steps), limit)
    else:
        session.trainer.run(int(steps), limit)
    return _state(session, before, other)


def advance_epoch() -> dict[str, Any]:
    """Finish the epoch, or take a whole one, and return the state with its losses."""
    return advance(_session().trainer.steps_to_epoch(), LONGEST_RUN_S)


def reset() -> dict[str, Any]:
    """Start again with the same weights and batches."""
    session = _session()
    if session.comparison:
        session.comparison.reset()
    else:
        session.trainer.reset()
    return _state(session)


def edit(layer: str, parameter: str, index: Sequence[int], value: float) -> dict[str, Any]:
    """Set one weight or bias, in both networks if two are compared."""
    session = _session()
    session.trainer.edit(layer, parameter, index, value)
    if session.comparison:
        session.comparison.built_in.edit(layer, parameter, index, value)
    return _state(session)


def look(size: int = 40) -> dict[str, Any]:
    """Return the surfaces of the output and of every hidden unit, and all parameters."""
    session = _session()
    try:
        found = inspection.surfaces(session.trainer, size)
    except Stopped as error:
        return {"stop": error.stop.to_json()}
    return {
        "stop": None,
        "positions": found.positions,
        "output": found.output,
        "units": list(found.units),
        "parameters": inspection.weights(session.trainer),
    }


def inside() -> dict[str, Any]:
    """Return the histograms of activations and gradients, and what is remarkable about them in sentences."""
    trainer = _session().trainer
    try:
        return {
            "stop": None,
            "activations": inspection.activations(trainer),
            "gradients": inspection.gradients(trainer),
            "words": inspection.words(trainer),
        }
    except Stopped as error:
        return {"stop": error.stop.to_json()}


def graph(row: int = 0, test: bool = False) -> dict[str, Any]:
    """Return the computation graph of one point; see `playground.graph.example_graph`."""
    try:
        return {"stop": None, **graphs.example_graph(_session().trainer, int(row), test=bool(test))}
    except Stopped as error:
        return {"stop": error.stop.to_json()}


def script(settings: Any, steps: int = 200) -> str:
    """Return the settings as a NumPy script."""
    return export.script(parse(settings).settings, int(steps))


def all_lessons() -> list[dict[str, Any]]:
    """Return the lessons: their texts, and the settings and steps of each part."""
    return [one.to_json() for one in lessons.LESSONS]


def curve(
    kind: str, low: float = -5.0, high: float = 5.0, count: int = 201, source: str | None = None
) -> dict[str, Any]:
    """Return an activation with its slope; a student's if there is a source."""
    try:
        return {"stop": None, **activation_curves.curve(kind, float(low), float(high), int(count), source)}
    except Stopped as error:
        return {"stop": error.stop.to_json()}


def contours(surface: str, size: int = 60, seed: int = 0) -> dict[str, Any]:
    """Return the contours of a surface; "network" is the loss of the open network in two directions."""
    return terrain.contours(_terrain(surface, seed), int(size))


def race(
    surface: str,
    racers: Sequence[Mapping[str, Any]],
    start: Sequence[float] | None = None,
    steps: int = 200,
    sources: Mapping[str, str] | None = None,
    seed: int = 0,
) -> list[dict[str, Any]]:
    """Return the trails of racers, each `{"name", "optimizer": settings, "is_mine"}`."""
    found = [
        races.Racer(
            str(one.get("name", ""))[:60], _optimizer(one.get("optimizer", {})), bool(one.get("is_mine", False))
        )
        for one in racers
    ]
    return [one.to_json() for one in races.race(_terrain(surface, seed), found, start, int(steps), sources)]


def learning_rates(
    surface: str,
    optimizer: Mapping[str, Any],
    x: Sequence[Any],
    y: Sequence[Any],
    size: int = 16,
    steps: int = 200,
    goal: float | None = None,
    is_mine: bool = False,
    sources: Mapping[str, str] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the cells of the map of learning rates from coarse to fine.

    Args:
        surface: the name of a surface, or "network" for training the open network.
        optimizer: its settings.
        x: name, lowest and highest value of the first hyperparameter.
        y: the same of the second.
        size: the number of cells on each axis, a power of two.
        steps: the number of steps after which training counts as slow.
        goal: the loss to reach; a tenth of the loss at the start if None.
        is_mine: whether the optimizer is a student's.
        sources: the student's code.
    """
    settings = _optimizer(optimizer)
    if surface == "network":
        opened = replace(_session().trainer.settings, mine=())
        trial = built_in = rate_map.with_network(opened)
        if is_mine:
            trial = rate_map.with_network(replace(opened, mine=(settings.kind,)), sources)
    else:
        built_in = rate_map.on_terrain(_terrain(surface, 0))
        trial = rate_map.on_terrain(_terrain(surface, 0), is_mine, sources)
    if goal is None:
        goal = next(built_in(settings)) / 10.0
    axes = [rate_map.Axis(str(name), float(low), float(high)) for name, low, high in (x, y)]
    for cell in rate_map.rate_map(trial, settings, *axes, size=int(size), steps=int(steps), goal=float(goal)):
        yield cell.to_json()


def used(settings: Settings) -> tuple[str, ...]:
    """Return the exercises whose own code stands in for a part that the settings use."""
    found = parts(settings)
    return tuple(slug for slug in settings.mine if slug in found)


def _session() -> Session:
    if not _open:
        raise Refused("No network is open.")
    return _open[0]


def _parsed(parsed: Parsed) -> dict[str, Any]:
    problems = [
        {**{one.name: getattr(p, one.name) for one in fields(p)}, "message": p.message} for p in parsed.problems
    ]
    return {
        "settings": to_json(parsed.settings),
        "query": to_query(parsed.settings),
        "problems": problems,
        "parts": parts(parsed.settings),
        "task": parsed.settings.task,
        "outputs": parsed.settings.outputs,
    }


def _state(session: Session, before: int = 0, other: int = 0) -> dict[str, Any]:
    """Return the state with the losses since the steps `before` and, of the built-in network, `other`."""
    told = _told(session.trainer, before)
    if session.comparison is None:
        return {**told, "built_in": None, "parting": None, "drifted_at": 0}
    parting = session.comparison.parting
    return {
        **told,
        "built_in": _told(session.comparison.built_in, other),
        "parting": parting.to_json() if parting else None,
        "drifted_at": session.comparison.drifted_at,
    }


def _told(trainer: Trainer, before: int) -> dict[str, Any]:
    stop: Stop | None = trainer.stop
    scores: tuple[Scores | None, Scores | None] = (None, None)
    try:
        scores = trainer.scores()
    except Stopped as error:
        stop = stop or error.stop
    train, test = (None if one is None else {"loss": finite(one.loss), "accuracy": one.accuracy} for one in scores)
    return {
        "step": trainer.steps,
        "epoch": trainer.epoch,
        "losses": np.array(trainer.losses[before:], dtype=np.float64),
        "train": train,
        "test": test,
        "penalty": finite(trainer.penalty()),
        "stop": stop.to_json() if stop else None,
    }


def finite(number: float) -> float | None:
    """Return a number, but None for nan and infinity."""
    return number if math.isfinite(number) else None


def _optimizer(found: Any) -> OptimizerSettings:
    settings, problems = parse({"optimizer": found})
    if problems:
        raise Refused(" ".join(one.message for one in problems))
    return settings.optimizer


def _terrain(name: str, seed: int) -> terrain.Terrain:
    return terrain.NetworkTerrain(_session().trainer, seed) if name == "network" else terrain.terrain(name, seed)
