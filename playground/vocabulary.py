"""Every label, choice and bound of the settings, for the controls of a page."""

from __future__ import annotations

from typing import Any

from playground.datasets import BOX
from playground.features import FEATURES
from playground.parsing import SECTIONS, checked_fields, to_json
from playground.settings import (
    ACTIVATIONS,
    EXERCISES,
    FINEST,
    MOST_LAYERS,
    OPTIMIZERS,
    SCHEDULES,
    SURFACES,
    TASKS,
    LayerSettings,
    Settings,
    losses_for,
    outputs_for,
    usual,
)


def vocabulary() -> dict[str, Any]:
    """Return every label, choice and bound."""
    sections = {"layer": LayerSettings, "settings": Settings, **SECTIONS}
    controls = {
        section: {
            one.name: {"label": one.metadata["label"], "allowed": check.allowed, **_bounds(check)}
            for one, check, _ in checked_fields(kind)
        }
        for section, kind in sections.items()
    }
    return {
        "controls": controls,
        "defaults": to_json(Settings()),
        "tasks": dict(TASKS),
        "features": {name: feature.label for name, feature in FEATURES.items()},
        "optimizers": {
            name: {"settings": list(names), "usual": dict(usual(name))} for name, names in OPTIMIZERS.items()
        },
        "schedules": {name: list(names) for name, names in SCHEDULES.items()},
        "losses": {task: list(losses_for(task)) for task in ("binary", "classes", "regression")},
        "outputs": {
            task: {loss: list(outputs_for(loss, task)) for loss in losses_for(task)}
            for task in ("binary", "classes", "regression")
        },
        "exercises": list(EXERCISES),
        "most_layers": MOST_LAYERS,
        "box": BOX,
        "finest": FINEST,
        "surfaces": list(SURFACES),
        "activations": [name for name in ACTIVATIONS if name != "linear"],
    }


def _bounds(check: Any) -> dict[str, Any]:
    """Return the bounds or the names of a check."""
    return {name: getattr(check, name) for name in ("low", "high", "names") if hasattr(check, name)}
