"""Title: forward calls each layer twice.
Nudge: How often does each layer run in one forward?
Hint: Count the calls of layer.forward.
Explanation: One forward of the network is one forward of each layer. A second call repeats the work, and a dropout
    layer draws another mask for it.
Stage: forward
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            self.shape = layer.forward(x).shape
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
