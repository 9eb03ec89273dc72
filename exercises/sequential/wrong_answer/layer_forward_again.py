"""Title: backward calls forward of each layer before its backward.
Nudge: How often is forward of a layer called in one pass there and back?
Hint: Each layer has kept what it needs when forward ran.
Explanation: The layer is run once more on an input that was kept. For dropout that is another mask; for every layer
    it is work done twice.
Stage: backward
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        self.inputs = []
        for layer in self.layers:
            self.inputs.append(x)
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer, x in zip(reversed(self.layers), reversed(self.inputs)):
            layer.forward(x)
            grad_output = layer.backward(grad_output)
        return grad_output
