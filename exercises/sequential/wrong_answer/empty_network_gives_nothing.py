"""Title: A network without layers returns None.
Nudge: What does an empty loop leave in its variable?
Hint: Begin with x itself: then nothing happens to it if there are no layers.
Explanation: The result is set inside the loop only, so without layers it stays None. A network of no layers is the
    identity, both ways.
Stage: properties
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        out = None
        for i, layer in enumerate(self.layers):
            out = layer.forward(x if i == 0 else out)
        return out

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
