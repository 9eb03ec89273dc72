"""The reference: a reverse-mode autograd engine based on NumPy, with nn, optim and gradcheck."""

from reference.graph import no_grad
from reference.tensor import Tensor
from reference.transforms import grad, jacobian, value_and_grad, vjp

__all__ = ["Tensor", "grad", "jacobian", "no_grad", "value_and_grad", "vjp"]
