"""Title: forward leaves out the last layer.
Nudge: How many layers are called?
Hint: Look at where the loop ends.
Explanation: The last layer is a layer like any other: all n of them are called. self.layers[:-1] stops one short.
Stage: forward
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
