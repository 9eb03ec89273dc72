from functools import reduce


class Sequential:
    """Both ways as a fold."""

    def __init__(self, layers):
        self.layers = tuple(layers)

    def forward(self, x):
        return reduce(lambda value, layer: layer.forward(value), self.layers, x)

    def backward(self, grad_output):
        return reduce(lambda gradient, layer: layer.backward(gradient), self.layers[::-1], grad_output)
