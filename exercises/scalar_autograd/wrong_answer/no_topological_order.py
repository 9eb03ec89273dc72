"""Title: A value hands on its gradient each time something arrives, all of it again.
Nudge: What does d hand on when its second user reports?
Hint: Put the values into a topological order, and let each one hand on once, when all its users have reported.
Explanation: With recursion from value to value, d is visited once for every user, and each time it hands on
    everything that it has received so far: the first part is counted again. In the worked example a.grad becomes
    108 instead of 60.
Stage: backward
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
        pending = {}
        spread(self, 1.0, pending)


def as_value(number):
    return number if isinstance(number, Value) else Value(number)


def spread(node, gradient, received):
    received[node] = received.get(node, 0.0) + gradient
    if not node.parents:
        node.grad += gradient
    for parent, slope in zip(node.parents, node.slopes):
        spread(parent, received[node] * slope, received)


def topological_order(root):
    """All values behind root, each after those that it was made of."""
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, finished = stack.pop()
        if finished:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((parent, False) for parent in node.parents)
    return order
