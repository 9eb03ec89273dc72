"""Code that runs alongside a submission: it creates random generators with known seeds."""

from __future__ import annotations

import numpy as np


def make_rng(seed: int) -> np.random.Generator:
    """Return a new generator; the same seed gives the same numbers."""
    return np.random.default_rng(seed)
