"""The exercises whose code the settings use, and a student's code for them."""

from __future__ import annotations

from collections.abc import Mapping

from playground.errors import Refused
from playground.losses import SLUGS
from playground.settings import EXERCISES, Settings
from playground.student_code import StudentCode


def load_codes(settings: Settings, sources: Mapping[str, str]) -> dict[str, StudentCode]:
    """Return the student's code of each exercise that the settings name and use.

    Raises:
        Refused: if one is missing.
        Stopped: if one cannot be loaded.
    """
    used = parts(settings)
    missing = [slug for slug in settings.mine if slug in used and slug not in sources]
    if missing:
        raise Refused(f"There is no code for {', '.join(missing)}.")
    return {slug: StudentCode(slug, sources[slug]) for slug in settings.mine if slug in used}


def parts(settings: Settings) -> list[str]:
    """Return the slugs of the exercises that the settings use, in the order of a step."""
    found = ["lr_schedules"] if settings.optimizer.schedule != "constant" else []
    for layer in settings.network.layers:
        found += ["linear", "batch_norm"] if layer.batch_norm else ["linear"]
        found += [layer.activation] if layer.activation != "linear" else []
        found += ["dropout"] if layer.dropout else []
    found += ["linear", settings.network.output, SLUGS.get(settings.loss.kind, ""), settings.optimizer.kind]
    return [slug for slug in dict.fromkeys(found) if slug in EXERCISES]
