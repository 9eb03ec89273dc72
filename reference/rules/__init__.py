"""The primitives, each defined next to its rules.

| file | contents |
| --- | --- |
| arithmetic | + − × ÷, negation, power |
| elementwise | exp, log, sqrt, sin, cos, abs, clip, where, maximum and similar functions |
| activations | tanh, sigmoid, softplus, relu and similar functions, softmax, erf, the log-loss of a logit |
| reductions | sum, mean, var, max, min, logsumexp, prod, cumsum |
| linalg | matmul, linear |
| einsum | einsum |
| shaping | reshape, transpose, broadcast_to |
| indexing | getitem, scatter_add, stack, concatenate, split, pad |
| windows | sliding windows over images and their adjoint, for convolution and pooling |
"""

# ruff: noqa: A004 - NumPy's names
from reference.rules.activations import (
    elu,
    erf,
    leaky_relu,
    log_loss,
    log_softmax,
    relu,
    sigmoid,
    softmax,
    softplus,
    tanh,
)
from reference.rules.arithmetic import add, divide, multiply, negative, power, subtract
from reference.rules.einsum import einsum
from reference.rules.elementwise import (
    abs,
    astype,
    clip,
    cos,
    exp,
    expm1,
    log,
    log1p,
    maximum,
    minimum,
    sin,
    sqrt,
    where,
)
from reference.rules.indexing import concatenate, getitem, pad, scatter_add, split, stack
from reference.rules.linalg import linear, matmul
from reference.rules.reductions import cumsum, logsumexp, max, mean, min, prod, sum, var
from reference.rules.shaping import broadcast_to, reshape, transpose
from reference.rules.windows import add_windows, windows

__all__ = [
    "abs",
    "add",
    "add_windows",
    "astype",
    "broadcast_to",
    "clip",
    "concatenate",
    "cos",
    "cumsum",
    "divide",
    "einsum",
    "elu",
    "erf",
    "exp",
    "expm1",
    "getitem",
    "leaky_relu",
    "linear",
    "log",
    "log1p",
    "log_loss",
    "log_softmax",
    "logsumexp",
    "matmul",
    "max",
    "maximum",
    "mean",
    "min",
    "minimum",
    "multiply",
    "negative",
    "pad",
    "power",
    "prod",
    "relu",
    "reshape",
    "scatter_add",
    "sigmoid",
    "sin",
    "softmax",
    "softplus",
    "split",
    "sqrt",
    "stack",
    "subtract",
    "sum",
    "tanh",
    "transpose",
    "var",
    "where",
    "windows",
]
