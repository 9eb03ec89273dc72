"""The primitives, each with its value and its rules side by side.

| file | what is in it |
| --- | --- |
| arithmetic | + − × ÷, negation, power |
| elementwise | exp, log, sqrt, sin, cos, abs, clip, where, maximum and their kin |
| activations | tanh, sigmoid, softplus, relu and their kin |
| reductions | sum, mean |
| linalg | matmul, linear |
| shaping | reshape, transpose, broadcast_to, getitem, stack, concatenate |
"""

from reference.rules.activations import elu, leaky_relu, relu, sigmoid, softplus, tanh
from reference.rules.arithmetic import add, divide, multiply, negative, power, subtract
from reference.rules.elementwise import (
    abs,  # noqa: A004 - NumPy's name
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
from reference.rules.linalg import linear, matmul
from reference.rules.reductions import mean, sum  # noqa: A004 - NumPy's name
from reference.rules.shaping import broadcast_to, concatenate, getitem, reshape, scatter_add, stack, transpose

__all__ = [
    "abs",
    "add",
    "astype",
    "broadcast_to",
    "clip",
    "concatenate",
    "cos",
    "divide",
    "elu",
    "exp",
    "expm1",
    "getitem",
    "leaky_relu",
    "linear",
    "log",
    "log1p",
    "matmul",
    "maximum",
    "mean",
    "minimum",
    "multiply",
    "negative",
    "power",
    "relu",
    "reshape",
    "scatter_add",
    "sigmoid",
    "sin",
    "softplus",
    "sqrt",
    "stack",
    "subtract",
    "sum",
    "tanh",
    "transpose",
    "where",
]
