"""Title: forward returns nothing.
Nudge: What does a function without return give?
Hint: Look at the end of forward.
Explanation: The output of the last layer has to be returned: return x.
Stage: forward
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        self.output = x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
