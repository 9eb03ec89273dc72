"""Title: backward goes through the layers from the first to the last.
Nudge: Which layer's output does grad_output belong to?
Hint: The chain rule is applied backwards: look at the order of the loop.
Explanation: grad_output is the gradient of the output of the last layer, so the last layer comes first:
    reversed(self.layers).
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
        for layer in self.layers:
            grad_output = layer.backward(grad_output)
        return grad_output
