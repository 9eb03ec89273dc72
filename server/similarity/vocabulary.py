"""The names that are structure: those of NumPy and Python, and those that an exercise prescribes."""

from __future__ import annotations

import builtins
import math
import tokenize
from itertools import pairwise

import numpy as np

from exercises import Exercise
from server.similarity.lexer import lexemes

ATTRIBUTES = frozenset(
    {"T", "shape", "ndim", "size", "dtype", "at", "reduce", "newaxis", "inf", "pi", "nan", "float64"}
)
CALLABLE = frozenset(
    name
    for place in (np, np.ndarray, np.linalg, np.random.Generator, math, builtins, list, dict, set, str)
    for name in dir(place)
    if not name.startswith("_")
)
KEYWORD_ARGUMENTS = frozenset(
    {"axis", "axes", "copy", "dtype", "indexing", "initial", "keepdims", "ord", "order", "out", "where"}
)


def contract(exercise: Exercise) -> frozenset[str]:
    """The names that a solution must use: classes and functions of the starter, and the gradients to keep."""
    found = list(lexemes(exercise.starter))
    defined = {
        name.text for before, name in pairwise(found) if name.kind == tokenize.NAME and before.text in {"def", "class"}
    }
    return frozenset(defined | {f"grad_{name}" for name in getattr(exercise.spec, "parameters", ())})
