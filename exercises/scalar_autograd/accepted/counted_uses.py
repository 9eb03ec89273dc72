from collections import Counter, deque
from math import exp, log, tanh


class Value:
    """Keeps its operation as (argument, derivative) pairs and waits until all of its uses have reported."""

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.arguments = []

    @classmethod
    def made(cls, data, *arguments):
        out = cls(data)
        out.arguments = [(node, slope) for node, slope in arguments if isinstance(node, Value)]
        return out

    def __add__(self, other):
        return Value.made(self.data + number(other), (self, 1.0), (other, 1.0))

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        return Value.made(self.data - number(other), (self, 1.0), (other, -1.0))

    def __rsub__(self, other):
        return Value.made(other - self.data, (self, -1.0))

    def __mul__(self, other):
        return Value.made(self.data * number(other), (self, number(other)), (other, self.data))

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        below = number(other)
        return Value.made(self.data / below, (self, 1.0 / below), (other, -self.data / below / below))

    def __rtruediv__(self, other):
        return Value.made(other / self.data, (self, -other / self.data**2))

    def __pow__(self, power):
        return Value.made(self.data**power, (self, power * self.data ** (power - 1)))

    def __neg__(self):
        return Value.made(-self.data, (self, -1.0))

    def exp(self):
        return Value.made(exp(self.data), (self, exp(self.data)))

    def log(self):
        return Value.made(log(self.data), (self, self.data**-1))

    def tanh(self):
        return Value.made(tanh(self.data), (self, 1.0 - tanh(self.data) ** 2))

    def relu(self):
        active = self.data > 0.0
        return Value.made(self.data if active else 0.0, (self, 1.0 if active else 0.0))

    def backward(self):
        uses = Counter()
        found, queue = {id(self)}, deque([self])
        while queue:
            for node, _ in queue.popleft().arguments:
                uses[id(node)] += 1
                if id(node) not in found:
                    found.add(id(node))
                    queue.append(node)
        total = Counter({id(self): 1.0})
        queue = deque([self])
        while queue:
            out = queue.popleft()
            if not out.arguments:
                out.grad += total[id(out)]
            for node, slope in out.arguments:
                total[id(node)] += slope * total[id(out)]
                uses[id(node)] -= 1
                if uses[id(node)] == 0:
                    queue.append(node)


def number(x):
    return x.data if isinstance(x, Value) else x
