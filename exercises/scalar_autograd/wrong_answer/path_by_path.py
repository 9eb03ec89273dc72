"""Title: backward follows every path by itself instead of visiting every value once.
Nudge: How many paths lead through ten squares in a row?
Hint: Add up what arrives at a value first, and hand it on once.
Explanation: The sum over all paths is right, but their number doubles with each diamond: ten squares in a row have
    1024, thirty have a thousand million. In topological order each operation is differentiated once, which is what
    makes backpropagation as cheap as the forward pass.
Stage: properties
"""

import math


class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __sub__(self, other):
        other = as_value(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __truediv__(self, other):
        other = as_value(other)
        slopes = (1.0 / other.data, -self.data / other.data**2)
        return Value(self.data / other.data, (self, other), slopes)

    def __pow__(self, exponent):
        return Value(self.data**exponent, (self,), (exponent * self.data ** (exponent - 1),))

    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,))

    def __radd__(self, other):
        return as_value(other) + self

    def __rsub__(self, other):
        return as_value(other) - self

    def __rmul__(self, other):
        return as_value(other) * self

    def __rtruediv__(self, other):
        return as_value(other) / self

    def exp(self):
        out = math.exp(self.data)
        return Value(out, (self,), (out,))

    def log(self):
        return Value(math.log(self.data), (self,), (1.0 / self.data,))

    def tanh(self):
        out = math.tanh(self.data)
        return Value(out, (self,), (1.0 - out**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0.0),))

    def backward(self):
        stack = [(self, 1.0)]
        while stack:
            node, gradient = stack.pop()
            if not node.parents:
                node.grad += gradient
            for parent, slope in zip(node.parents, node.slopes):
                stack.append((parent, gradient * slope))


def as_value(number):
    return number if isinstance(number, Value) else Value(number)
