"""Title: The topological order is found by recursion, which fails in deep graphs.
Nudge: How many calls may be open at the same time in Python?
Hint: Walk with a loop and a list of your own that says what is still to be done.
Explanation: A function that calls itself for each operand is as deep as the graph, and Python stops at about a
    thousand calls with a RecursionError. A list used as a stack holds as much as there is memory: push (node,
    False), and (node, True) for when its operands are finished.
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
        order = topological_order(self)
        gradients = {node: 0.0 for node in order}
        gradients[self] = 1.0
        for node in reversed(order):
            gradient = gradients[node]
            if not node.parents:
                node.grad += gradient
            for parent, slope in zip(node.parents, node.slopes):
                gradients[parent] += gradient * slope


def as_value(number):
    return number if isinstance(number, Value) else Value(number)


def topological_order(root):
    """All values behind root, each after those that it was made of."""
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(root)
    return order
