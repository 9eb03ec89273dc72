"""The exceptions that the engine raises.

    EngineError
    ├── DtypeError        (TypeError)     a dtype without gradients, or an unsuitable one
    ├── ShapeError        (ValueError)    incompatible shapes
    ├── GradientError     (RuntimeError)  a gradient was requested where none exists
    └── GraphFreedError   (RuntimeError)  an earlier call to backward freed the graph

Every message states what was found and what is allowed.
"""

from __future__ import annotations


class EngineError(Exception):
    """Base class of all errors that the engine raises on purpose."""


class DtypeError(EngineError, TypeError):
    """The dtype does not support gradients or is not suitable for the operation."""


class ShapeError(EngineError, ValueError):
    """The shapes are incompatible."""


class GradientError(EngineError, RuntimeError):
    """A gradient was requested where none exists."""


class GraphFreedError(EngineError, RuntimeError):
    """An earlier call to backward freed the graph behind a tensor."""
