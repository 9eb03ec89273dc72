import heapq
import itertools
import math

clock = itertools.count()


class Value:
    __slots__ = ("birth", "data", "edges", "grad")

    def __init__(self, data, *edges):
        self.data = data
        self.edges = edges
        self.grad = 0
        self.birth = next(clock)

    def __add__(self, other):
        if isinstance(other, Value):
            return Value(self.data + other.data, (self, 1), (other, 1))
        return Value(self.data + other, (self, 1))

    __radd__ = __add__

    def __neg__(self):
        return Value(-self.data, (self, -1))

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return other + -self

    def __mul__(self, other):
        if isinstance(other, Value):
            return Value(self.data * other.data, (self, other.data), (other, self.data))
        return Value(self.data * other, (self, other))

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, Value):
            q = self.data / other.data
            return Value(q, (self, 1 / other.data), (other, -q / other.data))
        return Value(self.data / other, (self, 1 / other))

    def __rtruediv__(self, number):
        return Value(number / self.data, (self, -number / (self.data * self.data)))

    def __pow__(self, exponent):
        slope = exponent * math.pow(self.data, exponent - 1)
        return Value(math.pow(self.data, exponent), (self, slope))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self, e))

    def log(self):
        return Value(math.log(self.data), (self, 1 / self.data))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self, (1 - t) * (1 + t)))

    def relu(self):
        if self.data > 0:
            return Value(self.data, (self, 1))
        return Value(0.0, (self, 0))

    def backward(self):
        # Whatever uses a value is younger than it: the youngest one waiting has received everything.
        received = {self.birth: 1}
        waiting = [(-self.birth, self)]
        while waiting:
            birth, node = heapq.heappop(waiting)
            gradient = received.pop(-birth)
            if node.edges == ():
                node.grad += gradient
            for parent, slope in node.edges:
                if parent.birth in received:
                    received[parent.birth] += slope * gradient
                else:
                    received[parent.birth] = slope * gradient
                    heapq.heappush(waiting, (-parent.birth, parent))
