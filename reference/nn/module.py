"""Modules: functions together with their parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reference.tensor import Tensor


class Module:
    """A part of a network, with parameters and submodules.

    A subclass sets them as attributes in `__init__` and defines `forward`. Parameters are tensors that require a
    gradient. Submodules can also be in lists or tuples.

    Attributes:
        training: Whether the module is in training mode; `train` and `eval` change it for all submodules at once.
    """

    training: bool = True

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """Compute the output of the module."""
        raise NotImplementedError(f"{type(self).__name__} does not define forward")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call `forward`."""
        return self.forward(*args, **kwargs)

    def named_parameters(self, prefix: str = "") -> Iterator[tuple[str, Tensor]]:
        """Yield all parameters with their names, such as "0.weight", in the order in which they were set."""
        for name, part in vars(self).items():
            if isinstance(part, Tensor) and part.requires_grad:
                yield prefix + name, part
            elif isinstance(part, Module):
                yield from part.named_parameters(f"{prefix}{name}.")
            elif isinstance(part, list | tuple):
                for i, item in enumerate(part):
                    if isinstance(item, Module):
                        yield from item.named_parameters(f"{prefix}{name}.{i}.")

    def parameters(self) -> Iterator[Tensor]:
        """Yield each parameter once."""
        seen: set[int] = set()
        for _, parameter in self.named_parameters():
            if id(parameter) not in seen:
                seen.add(id(parameter))
                yield parameter

    def modules(self) -> Iterator[Module]:
        """Yield this module and all its submodules."""
        yield self
        for part in vars(self).values():
            for item in part if isinstance(part, list | tuple) else (part,):
                if isinstance(item, Module):
                    yield from item.modules()

    def zero_grad(self) -> None:
        """Clear the gradients of all parameters."""
        for parameter in self.parameters():
            parameter.grad = None

    def train(self, mode: bool = True) -> Module:
        """Turn training mode on or off for this module and all its submodules."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> Module:
        """Turn training mode off: dropout keeps everything, and batch norm uses its running statistics."""
        return self.train(False)


class Sequential(Module):
    """Apply modules one after another.

    Args:
        layers: The modules in order; each takes the output of the previous one.
    """

    def __init__(self, *layers: Module) -> None:
        self.layers = list(layers)

    def forward(self, x: Any) -> Any:
        """Return the output of the last module."""
        for layer in self.layers:
            x = layer(x)
        return x
