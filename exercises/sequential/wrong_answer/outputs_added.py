"""Title: forward adds each layer's input to its output.
Nudge: What is left of x in the output of a layer?
Hint: The next layer gets the output of a layer and nothing else.
Explanation: x + f(x) is a residual connection. A plain stack hands on f(x) alone.
Stage: forward
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = x + layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
