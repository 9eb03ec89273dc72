"""Scalar autograd: a number that remembers how it was computed.

Worked example, in which d reaches f along two paths:

    a, b = Value(2.0), Value(-4.0)
    d = a * b
    e = d + a
    g = d + b
    f = e * g
    f.data              ->  72.0
    f.backward()
    a.grad, b.grad      ->  60.0, -42.0
    f.backward()
    a.grad, b.grad      ->  120.0, -84.0    because gradients accumulate in the leaves
"""

import math


class Value:
    """A number in a computation graph.

    Args:
        data: a float.
    """

    def __init__(self, data):
        self.data = data
        self.grad = 0.0

    def __add__(self, other):
        """Return self + other; other is a Value or a plain number."""
        raise NotImplementedError("write +")

    def __radd__(self, other):
        """Return other + self for a plain number on the left, as in 2 + a."""
        raise NotImplementedError("write + with a number on the left")

    def __sub__(self, other):
        """Return self - other; other is a Value or a plain number."""
        raise NotImplementedError("write -")

    def __rsub__(self, other):
        """Return other - self for a plain number on the left."""
        raise NotImplementedError("write - with a number on the left")

    def __mul__(self, other):
        """Return self * other; other is a Value or a plain number."""
        raise NotImplementedError("write *")

    def __rmul__(self, other):
        """Return other * self for a plain number on the left."""
        raise NotImplementedError("write * with a number on the left")

    def __truediv__(self, other):
        """Return self / other; other is a Value or a plain number."""
        raise NotImplementedError("write /")

    def __rtruediv__(self, other):
        """Return other / self for a plain number on the left."""
        raise NotImplementedError("write / with a number on the left")

    def __pow__(self, exponent):
        """Return self ** exponent; exponent is a plain number, not necessarily an integer."""
        raise NotImplementedError("write **")

    def __neg__(self):
        """Return -self."""
        raise NotImplementedError("write unary -")

    def exp(self):
        """Return e to the power of self."""
        raise NotImplementedError("write exp")

    def log(self):
        """Return the natural logarithm of self."""
        raise NotImplementedError("write log")

    def tanh(self):
        """Return the hyperbolic tangent of self."""
        raise NotImplementedError("write tanh")

    def relu(self):
        """Return self if it is positive, otherwise 0."""
        raise NotImplementedError("write relu")

    def backward(self):
        """For each leaf that self depends on, add the gradient with respect to that leaf to its grad."""
        raise NotImplementedError("write backward")
