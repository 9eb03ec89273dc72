"""Neural networks as thin compositions of the primitives, with PyTorch's names."""

from reference.nn import functional
from reference.nn.layers import BatchNorm1d, Conv2d, Dropout, LayerNorm, Linear, ReLU, Sigmoid, Tanh
from reference.nn.module import Module, Sequential

__all__ = [
    "BatchNorm1d",
    "Conv2d",
    "Dropout",
    "LayerNorm",
    "Linear",
    "Module",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "Tanh",
    "functional",
]
