"""Title: backward takes the layers out of the list.
Nudge: How many layers are left after backward?
Hint: pop() removes what it returns.
Explanation: while self.layers: self.layers.pop() walks in the right order and leaves an empty network behind. Walk
    over reversed(self.layers).
Stage: properties
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        while self.layers:
            grad_output = self.layers.pop().backward(grad_output)
        return grad_output
