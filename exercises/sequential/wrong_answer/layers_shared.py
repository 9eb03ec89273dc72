"""Title: All networks share one list of layers.
Nudge: Where do two networks keep their layers?
Hint: Keep them in self, not in the class.
Explanation: Sequential.layers is one list for all objects: the second network replaces the layers of the first.
    self.layers belongs to one object.
Stage: properties
"""


class Sequential:
    def __init__(self, layers):
        Sequential.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
