"""Layers as modules, with PyTorch's names; the caller passes the random generator."""

from __future__ import annotations

import math

import numpy as np

from reference.nn import functional as F  # noqa: N812 - the conventional name
from reference.nn.functional.convolution import Size
from reference.nn.module import Module
from reference.tensor import Tensor


def _uniform(rng: np.random.Generator, shape: tuple[int, ...], fan_in: int) -> Tensor:
    """Return a parameter drawn from U(−1/√fan_in, 1/√fan_in), PyTorch's default for linear and convolutional layers."""
    bound = 1 / math.sqrt(fan_in)
    return Tensor(rng.uniform(-bound, bound, shape), requires_grad=True)


class Linear(Module):
    """Compute x Wᵀ + b with weight (out_features, in_features) and bias (out_features,)."""

    def __init__(self, in_features: int, out_features: int, bias: bool = True, *, rng: np.random.Generator) -> None:
        self.weight = _uniform(rng, (out_features, in_features), in_features)
        self.bias = _uniform(rng, (out_features,), in_features) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        """Map (..., in_features) to (..., out_features)."""
        return F.linear(x, self.weight, self.bias)


class Conv2d(Module):
    """Compute the cross-correlation with weight (out_channels, in_channels, KH, KW) and bias (out_channels,)."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Size = 0,
        dilation: Size = 1,
        *,
        rng: np.random.Generator,
    ) -> None:
        kernel = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        fan_in = in_channels * kernel[0] * kernel[1]
        self.stride, self.padding, self.dilation = stride, padding, dilation
        self.weight = _uniform(rng, (out_channels, in_channels, *kernel), fan_in)
        self.bias = _uniform(rng, (out_channels,), fan_in)

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, in_channels, H, W) to (N, out_channels, OH, OW)."""
        return F.conv2d(x, self.weight, self.bias, self.stride, self.padding, self.dilation)


class BatchNorm1d(Module):
    """Normalize each channel with batch statistics in training mode and running statistics in evaluation mode."""

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        self.eps, self.momentum = eps, momentum
        self.weight = Tensor(np.ones(num_features), requires_grad=True)
        self.bias = Tensor(np.zeros(num_features), requires_grad=True)
        self.running_mean = np.zeros(num_features)
        self.running_var = np.ones(num_features)

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, C) to (N, C)."""
        return F.batch_norm(
            x,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            self.training,
            self.momentum,
            self.eps,
        )


class LayerNorm(Module):
    """Normalize each sample over its last axes."""

    def __init__(self, normalized_shape: int | tuple[int, ...], eps: float = 1e-5) -> None:
        self.normalized_shape = (normalized_shape,) if isinstance(normalized_shape, int) else normalized_shape
        self.eps = eps
        self.weight = Tensor(np.ones(self.normalized_shape), requires_grad=True)
        self.bias = Tensor(np.zeros(self.normalized_shape), requires_grad=True)

    def forward(self, x: Tensor) -> Tensor:
        """Map (..., *normalized_shape) to the same shape."""
        return F.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)


class Dropout(Module):
    """Drop each element with probability p in training mode: keep it where `rng.random(shape)` is at least p."""

    def __init__(self, p: float = 0.5, *, rng: np.random.Generator) -> None:
        self.p, self.rng = p, rng

    def forward(self, x: Tensor) -> Tensor:
        """Map any shape to the same shape."""
        mask = self.rng.random(x.shape) >= self.p if self.training else None
        return F.dropout(x, self.p, self.training, mask=mask)


class Sigmoid(Module):
    """Apply the sigmoid σ(x) to each element."""

    def forward(self, x: Tensor) -> Tensor:
        """Map any shape to the same shape."""
        return F.sigmoid(x)


class Tanh(Module):
    """Apply the hyperbolic tangent to each element."""

    def forward(self, x: Tensor) -> Tensor:
        """Map any shape to the same shape."""
        return F.tanh(x)


class ReLU(Module):
    """Apply max(x, 0) to each element."""

    def forward(self, x: Tensor) -> Tensor:
        """Map any shape to the same shape."""
        return F.relu(x)
