"""The Tensor: an array that records how it was computed."""

from __future__ import annotations

from typing import Any

import numpy as np

from reference import rules
from reference.errors import DtypeError, GradientError, ShapeError
from reference.graph import Node, next_order, walk
from reference.graph_drawing import Drawing
from reference.primitive import Operation, raw

DIFFERENTIABLE = (np.dtype(np.float32), np.dtype(np.float64))


class Tensor(Node):
    """An array and, if gradients are required, its place in the computation graph.

    Args:
        data: A number, nested lists or an array. A float32 or float64 array is not copied.
        requires_grad: Whether `backward` computes a gradient for it.

    Raises:
        DtypeError: A gradient was requested for a dtype other than float32 or float64.
    """

    __slots__ = ()

    def __init__(self, data: Any, requires_grad: bool = False) -> None:
        array = data if isinstance(data, np.ndarray) else np.asarray(data.data if isinstance(data, Node) else data)
        if array.dtype.kind not in "fiub":
            raise DtypeError(f"a tensor holds real numbers, got dtype {array.dtype}")
        self.data = array if array.ndim else array[()]
        self.grad: Any = None
        self.op = None
        self.order = next_order()
        self.requires_grad = False
        if requires_grad:
            self.requires_grad_()

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Set whether this leaf requires a gradient.

        Raises:
            DtypeError: The dtype is not float32 or float64.
            GradientError: The tensor is the result of a recorded operation, which cannot stop requiring one.
        """
        if requires_grad and self.data.dtype not in DIFFERENTIABLE:
            raise DtypeError(
                f"a gradient needs float32 or float64, got {self.data.dtype} (write 3.0 for 3, or use .astype)"
            )
        if self.op is not None and not requires_grad:
            raise GradientError("only a leaf can stop requiring a gradient; use .detach() on a result")
        self.requires_grad = requires_grad
        return self

    def backward(self, gradient: Any = None, *, retain_graph: bool | None = None, create_graph: bool = False) -> None:
        """Compute the gradient with respect to each leaf that requires one, and add it to the `grad` of the leaf.

        Args:
            gradient: The gradient with respect to this tensor, of the same shape; optional for a single number.
            retain_graph: Whether to keep the graph for another call; by default, only if `create_graph` is true.
            create_graph: Whether to record the backward pass, so that each `grad` is a tensor with its own graph.

        Raises:
            GradientError: Nothing requires a gradient, or `gradient` is missing and this is not a single number.
            ShapeError: `gradient` has a different shape.
            GraphFreedError: An earlier call to backward freed the graph.
        """
        seed = self.seed(gradient, create_graph)
        keep = create_graph if retain_graph is None else retain_graph
        seen = {id(seed)}
        for node, g in walk(self, seed, create_graph=create_graph, retain_graph=keep):
            g = g if g.dtype == node.data.dtype else g.astype(node.data.dtype)
            # Copy anything that may share memory with another gradient: the caller may change a `grad` in place.
            if not create_graph and (g.base is not None or id(g) in seen):
                g = g.copy()
            node.grad = g if node.grad is None else node.grad + g
            seen.add(id(node.grad))

    def seed(self, gradient: Any, create_graph: bool = False) -> Any:
        """Return the gradient with which a walk from this tensor starts: `gradient` after validation, or 1."""
        if not self.requires_grad:
            raise GradientError(
                "this tensor does not require a gradient: no input requires one, or it was made in no_grad or detached"
            )
        if gradient is None:
            if self.data.size != 1:
                raise GradientError(f"without `gradient`, backward needs a single number, got shape {self.shape}")
            gradient = self.dtype.type(1) if self.ndim == 0 else np.ones_like(self.data)
        elif np.shape(gradient.data if isinstance(gradient, Node) else gradient) != self.shape:
            raise ShapeError(f"got a gradient of shape {np.shape(gradient)} for a tensor of shape {self.shape}")
        if create_graph:
            return gradient if isinstance(gradient, Tensor) else Tensor(np.array(gradient, dtype=self.dtype))
        return np.asarray(gradient.data if isinstance(gradient, Node) else gradient, dtype=self.dtype)[()]

    def graph(self, gradient: Any = None, **names: Tensor) -> Drawing:
        """Return the computation graph behind this tensor, to print or to draw with `.svg()` or `.dot()`.

        Args:
            gradient: The gradient with respect to this tensor; optional for a single number.
            names: Names for the tensors in the graph, as in `f.graph(x=x, y=y)`.

        Raises:
            GradientError: Nothing requires a gradient, or `gradient` is missing and this is not a single number.
            GraphFreedError: An earlier call to backward freed the graph.
        """
        return Drawing(self, self.seed(gradient), names)

    def detach(self) -> Tensor:
        """Return a leaf with the same data, through which no gradient flows."""
        return Tensor(self.data)

    def numpy(self) -> np.ndarray[Any, Any]:
        """Return the data as an array that shares memory with the tensor."""
        return np.asarray(self.data)

    def item(self) -> float:
        """Return the only element as a Python number."""
        return float(self.data.item())

    @property
    def is_leaf(self) -> bool:
        """Whether the tensor was created by the user and not by a recorded operation."""
        return self.op is None

    @property
    def shape(self) -> tuple[int, ...]:
        """The size of each axis."""
        shape: tuple[int, ...] = self.data.shape
        return shape

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return self.data.ndim

    @property
    def size(self) -> int:
        """The number of elements."""
        return self.data.size

    @property
    def dtype(self) -> np.dtype[Any]:
        """The dtype of the elements."""
        dtype: np.dtype[Any] = self.data.dtype
        return dtype

    @property
    def T(self) -> Tensor:  # noqa: N802 - NumPy's name
        """The tensor with its axes reversed."""
        return rules.transpose(self)

    def __len__(self) -> int:
        return len(self.data)

    def __repr__(self) -> str:
        text = np.array2string(np.asarray(self.data), precision=4, prefix="Tensor(", separator=", ")
        made = f", made by {self.op.name}" if self.op else ", requires_grad=True" if self.requires_grad else ""
        return f"Tensor({text}{made})"

    # Comparisons have no derivative: they return plain bool arrays, for `where` and masks.
    def __gt__(self, other: Any) -> Any:
        return self.data > raw(other)

    def __ge__(self, other: Any) -> Any:
        return self.data >= raw(other)

    def __lt__(self, other: Any) -> Any:
        return self.data < raw(other)

    def __le__(self, other: Any) -> Any:
        return self.data <= raw(other)

    def __eq__(self, other: object) -> Any:
        return self.data == raw(other)

    def __ne__(self, other: object) -> Any:
        return self.data != raw(other)

    __hash__ = Node.__hash__

    def __bool__(self) -> bool:
        return bool(self.data)

    def __float__(self) -> float:
        return self.item()

    # A primitive's first argument is the tensor, so it can serve as a method.
    __add__: Operation = rules.add
    __sub__: Operation = rules.subtract
    __mul__: Operation = rules.multiply
    __truediv__: Operation = rules.divide
    __pow__: Operation = rules.power
    __matmul__: Operation = rules.matmul
    __neg__: Operation = rules.negative
    __abs__: Operation = rules.abs
    __getitem__: Operation = rules.getitem

    def __radd__(self, other: Any) -> Tensor:
        return rules.add(other, self)

    def __rsub__(self, other: Any) -> Tensor:
        return rules.subtract(other, self)

    def __rmul__(self, other: Any) -> Tensor:
        return rules.multiply(other, self)

    def __rtruediv__(self, other: Any) -> Tensor:
        return rules.divide(other, self)

    def __rpow__(self, other: Any) -> Tensor:
        return rules.power(other, self)

    def __rmatmul__(self, other: Any) -> Tensor:
        return rules.matmul(other, self)

    abs = rules.abs
    astype = rules.astype
    clip = rules.clip
    exp = rules.exp
    log = rules.log
    max = rules.max
    mean = rules.mean
    min = rules.min
    relu = rules.relu
    reshape = rules.reshape
    sigmoid = rules.sigmoid
    sqrt = rules.sqrt
    sum = rules.sum
    tanh = rules.tanh
    transpose = rules.transpose
    var = rules.var
