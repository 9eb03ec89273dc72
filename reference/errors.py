"""What the engine raises.

    EngineError
    ├── DtypeError        (TypeError)     a dtype that has no gradient, or does not fit
    ├── ShapeError        (ValueError)    shapes that do not fit together
    ├── GradientError     (RuntimeError)  a gradient was asked for where there is none
    └── GraphFreedError   (RuntimeError)  the graph was already used and freed

Every message says what was found and what is allowed.
"""

from __future__ import annotations


class EngineError(Exception):
    """Anything the engine refuses to do."""


class DtypeError(EngineError, TypeError):
    """A dtype that cannot carry a gradient, or does not fit the operation."""


class ShapeError(EngineError, ValueError):
    """Shapes that do not fit together."""


class GradientError(EngineError, RuntimeError):
    """A gradient was asked for where there is none."""


class GraphFreedError(EngineError, RuntimeError):
    """The graph behind a tensor was freed by an earlier backward."""
