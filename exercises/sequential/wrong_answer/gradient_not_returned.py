"""Title: backward returns nothing.
Nudge: What would a network around this one need from it?
Hint: Look at the end of backward.
Explanation: A Sequential is a layer itself: backward returns the gradient of its input.
Stage: backward
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
