"""What a layer is built with: a random generator that begins with a known seed."""

from __future__ import annotations

import numpy as np


def make_rng(seed: int) -> np.random.Generator:
    """Return a generator; the same seed gives the same numbers."""
    return np.random.default_rng(seed)
