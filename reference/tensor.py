"""The Tensor: an array that remembers how it was made."""

from __future__ import annotations

from typing import Any

import numpy as np

from reference import rules
from reference.drawing import Drawing
from reference.errors import DtypeError, GradientError, ShapeError
from reference.graph import Node, next_order, walk
from reference.primitive import Operation, raw

DIFFERENTIABLE = (np.dtype(np.float32), np.dtype(np.float64))


class Tensor(Node):
    """An array and, when gradients are wanted, its place in the computation graph.

    Args:
        data: Numbers of any shape, nested lists or an array. An array of float32 or float64 is taken as it is.
        requires_grad: Whether `backward` shall find a gradient for it.

    Raises:
        DtypeError: A gradient was asked for something other than float32 or float64.
    """

    __slots__ = ()

    def __init__(self, data: Any, requires_grad: bool = False) -> None:
        array = data if isinstance(data, np.ndarray) else np.asarray(data.data if isinstance(data, Node) else data)
        if array.dtype.kind not in "fiub":
            raise DtypeError(f"found dtype {array.dtype}; a tensor holds real numbers")
        self.data = array if array.ndim else array[()]
        self.grad: Any = None
        self.op = None
        self.order = next_order()
        self.requires_grad = False
        if requires_grad:
            self.requires_grad_()

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Ask for a gradient of this leaf, or no longer.

        Raises:
            DtypeError: The dtype is not float32 or float64.
            GradientError: The tensor is the result of a recorded operation.
        """
        if requires_grad and self.data.dtype not in DIFFERENTIABLE:
            raise DtypeError(
                f"found dtype {self.data.dtype}; a gradient needs float32 or float64 (write 3.0 for 3, or use .astype)"
            )
        if self.op is not None and not requires_grad:
            raise GradientError("only a leaf can stop requiring a gradient; use .detach() on a result")
        self.requires_grad = requires_grad
        return self

    def backward(self, gradient: Any = None, *, retain_graph: bool | None = None, create_graph: bool = False) -> None:
        """Add the gradient with respect to each leaf that requires one to the leaf's `grad`.

        Args:
            gradient: The gradient with respect to this tensor, of its shape; may be left out for a single number.
            retain_graph: Keep the graph for another walk; by default it is freed, unless `create_graph`.
            create_graph: Record the walk itself, so that each `grad` is a tensor with a graph of its own.

        Raises:
            GradientError: Nothing here requires a gradient, or this tensor needs `gradient` and has none.
            ShapeError: `gradient` has another shape.
            GraphFreedError: The graph was freed by an earlier backward.
        """
        seed = self.seed(gradient, create_graph)
        keep = create_graph if retain_graph is None else retain_graph
        seen = {id(seed)}
        for node, g in walk(self, seed, create_graph=create_graph, retain_graph=keep):
            g = g if g.dtype == node.data.dtype else g.astype(node.data.dtype)
            # What may share memory with another gradient is copied: the caller may change a `grad` in place.
            if not create_graph and (g.base is not None or id(g) in seen):
                g = g.copy()
            node.grad = g if node.grad is None else node.grad + g
            seen.add(id(node.grad))

    def seed(self, gradient: Any, create_graph: bool = False) -> Any:
        """The gradient that a walk from here starts with: `gradient` after its checks, or 1."""
        if not self.requires_grad:
            raise GradientError(
                "this tensor does not require a gradient: no input did, or it was made inside no_grad, or detached"
            )
        if gradient is None:
            if self.data.size != 1:
                raise GradientError(f"found shape {self.shape}; without `gradient`, backward needs a single number")
            gradient = self.dtype.type(1) if self.ndim == 0 else np.ones_like(self.data)
        elif np.shape(gradient.data if isinstance(gradient, Node) else gradient) != self.shape:
            raise ShapeError(f"found a gradient of shape {np.shape(gradient)}; this tensor has shape {self.shape}")
        if create_graph:
            return gradient if isinstance(gradient, Tensor) else Tensor(np.array(gradient, dtype=self.dtype))
        return np.asarray(gradient.data if isinstance(gradient, Node) else gradient, dtype=self.dtype)[()]

    def graph(self, gradient: Any = None, **names: Tensor) -> Drawing:
        """The computation graph behind this tensor, with all values and gradients: printed, as `.svg()`, as `.dot()`.

        Args:
            gradient: The gradient with respect to this tensor; may be left out for a single number.
            names: What to call the tensors in it, as in `f.graph(x=x, y=y)`.

        Raises:
            GradientError: Nothing here requires a gradient, or this tensor needs `gradient` and has none.
            GraphFreedError: The graph was freed by an earlier backward.
        """
        return Drawing(self, self.seed(gradient), names)

    def detach(self) -> Tensor:
        """A leaf with the same data, through which no gradient flows."""
        return Tensor(self.data)

    def numpy(self) -> np.ndarray[Any, Any]:
        """The data as an array; it shares memory."""
        return np.asarray(self.data)

    def item(self) -> float:
        """The only element as a Python number."""
        return float(self.data.item())

    @property
    def is_leaf(self) -> bool:
        """Whether it was made by the user, not by a recorded operation."""
        return self.op is None

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of elements along each axis."""
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
        """The type of the elements."""
        dtype: np.dtype[Any] = self.data.dtype
        return dtype

    @property
    def T(self) -> Tensor:  # noqa: N802 - NumPy's name
        """All axes in reverse order."""
        return rules.transpose(self)

    def __len__(self) -> int:
        return len(self.data)

    def __repr__(self) -> str:
        text = np.array2string(np.asarray(self.data), precision=4, prefix="Tensor(", separator=", ")
        made = f", made by {self.op.name}" if self.op else ", requires_grad=True" if self.requires_grad else ""
        return f"Tensor({text}{made})"

    # Comparisons have no derivative: they give plain arrays of bool, for `where` and masks.
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

    # A primitive is a function whose first argument is the tensor, which is what a method is.
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
