"""Title: forward returns after the first layer.
Nudge: How many layers are called before the return?
Hint: Look at how far the return is indented.
Explanation: The return stands inside the loop and ends it in its first round. It belongs behind the loop.
Stage: forward
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            return layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
