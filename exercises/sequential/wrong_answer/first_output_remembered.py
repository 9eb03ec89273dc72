"""Title: forward remembers its first output and returns it again.
Nudge: What does forward return for a second, different input?
Hint: Each forward runs the layers anew.
Explanation: The result of the first call is kept and returned for ever. A network has to answer for the x that it is
    given, and its layers have to see it.
Stage: gradcheck
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        if hasattr(self, "output"):
            return self.output
        for layer in self.layers:
            x = layer.forward(x)
        self.output = x
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
