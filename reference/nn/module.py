"""Module: parameters with the function they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reference.tensor import Tensor


class Module:
    """A part of a network. Its attributes that are tensors with gradients, modules or lists of modules are its parts.

    A subclass sets its parts in `__init__` and defines `forward`.

    Attributes:
        training: Whether it behaves as in training; changed for all parts at once by `train` and `eval`.
    """

    training: bool = True

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the module computes."""
        raise NotImplementedError(f"{type(self).__name__} does not define forward")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The same as `forward`."""
        return self.forward(*args, **kwargs)

    def named_parameters(self, prefix: str = "") -> Iterator[tuple[str, Tensor]]:
        """All parameters with their names, such as "0.weight", in the order in which they were set."""
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
        """All parameters, each once."""
        seen: set[int] = set()
        for _, parameter in self.named_parameters():
            if id(parameter) not in seen:
                seen.add(id(parameter))
                yield parameter

    def modules(self) -> Iterator[Module]:
        """This module and all parts of it."""
        yield self
        for part in vars(self).values():
            for item in part if isinstance(part, list | tuple) else (part,):
                if isinstance(item, Module):
                    yield from item.modules()

    def zero_grad(self) -> None:
        """Forget the gradients of all parameters."""
        for parameter in self.parameters():
            parameter.grad = None

    def train(self, mode: bool = True) -> Module:
        """Behave as in training, or not; for all parts."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> Module:
        """Behave as when used: dropout keeps everything, batch norm uses its running statistics."""
        return self.train(False)


class Sequential(Module):
    """Modules one after the other.

    Args:
        layers: Each takes what the one before returns.
    """

    def __init__(self, *layers: Module) -> None:
        self.layers = list(layers)

    def forward(self, x: Any) -> Any:
        """The output of the last module."""
        for layer in self.layers:
            x = layer(x)
        return x
