"""Title: backward reverses the list of layers itself.
Nudge: In which order are the layers when forward runs for the second time?
Hint: list.reverse() changes the list; reversed() does not.
Explanation: self.layers.reverse() turns the list round for good, so the next forward begins at the end.
    reversed(self.layers) only looks at it from behind.
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
        self.layers.reverse()
        for layer in self.layers:
            grad_output = layer.backward(grad_output)
        return grad_output
