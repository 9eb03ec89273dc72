"""Title: backward runs forward again.
Nudge: How often is forward of a layer called in one pass there and back?
Hint: Each layer has kept what it needs when forward ran.
Explanation: The second forward costs as much as the first, and it is not the same one: dropout draws another mask, so
    the gradients belong to another network than the output.
Stage: backward
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        self.x = x
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        x = self.x
        for layer in self.layers:
            x = layer.forward(x)
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
