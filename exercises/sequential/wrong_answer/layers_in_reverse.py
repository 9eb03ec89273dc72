"""Title: forward goes through the layers from the last to the first.
Nudge: Which layer sees the input of the network?
Hint: The list is in the order of forward.
Explanation: forward goes from the first layer to the last; reversed is for backward.
Stage: forward
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in reversed(self.layers):
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
