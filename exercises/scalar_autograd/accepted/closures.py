import numpy as np


class Value:
    def __init__(self, data, children=(), op=""):
        self.data = np.float64(data)
        self.grad = 0.0
        self.op = op
        self._children = children
        self._backward = lambda: None

    def __repr__(self):
        return f"Value({self.data}, {self.op})"

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, k):
        out = Value(self.data**k, (self,), "**")

        def _backward():
            self.grad += k * self.data ** (k - 1) * out.grad

        out._backward = _backward
        return out

    def _elementary(self, data, slope, op):
        out = Value(data, (self,), op)

        def _backward():
            self.grad += slope * out.grad

        out._backward = _backward
        return out

    def exp(self):
        y = np.exp(self.data)
        return self._elementary(y, y, "exp")

    def log(self):
        return self._elementary(np.log(self.data), 1 / self.data, "log")

    def tanh(self):
        y = np.tanh(self.data)
        return self._elementary(y, 1 - y * y, "tanh")

    def relu(self):
        return self._elementary(np.maximum(self.data, 0), 1.0 if self.data >= 0 else 0.0, "relu")

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1 if isinstance(other, Value) else self * (1 / other)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return self**-1 * other

    def backward(self):
        topo, visited, todo = [], {self}, [(self, iter(self._children))]
        while todo:
            node, children = todo[-1]
            child = next(children, None)
            if child is None:
                topo.append(node)
                todo.pop()
            elif child not in visited:
                visited.add(child)
                todo.append((child, iter(child._children)))
        for node in topo:
            if node._children:
                node.grad = 0.0
        if self._children:
            self.grad = 1.0
        else:
            self.grad += 1.0
        for node in reversed(topo):
            node._backward()
