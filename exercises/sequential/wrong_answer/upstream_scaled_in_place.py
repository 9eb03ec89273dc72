"""Title: backward scales the caller's grad_output in place.
Nudge: What does the caller's array look like after backward?
Hint: *= changes the array that was passed in.
Explanation: grad_output is the caller's own array. Whatever is computed from it belongs into a new one; here nothing
    has to be changed at all.
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
        start = grad_output
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        start *= 0.0
        return grad_output
