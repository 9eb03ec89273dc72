"""Title: The reversed layers are an iterator, which is empty after its first use.
Nudge: How many layers does the second backward find?
Hint: reversed() gives an iterator: it can be walked through once.
Explanation: An iterator that was made in the constructor is used up by the first backward; the second one has no
    layers and returns what it gets. Call reversed(self.layers) anew each time.
Stage: properties
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers
        self.backwards = reversed(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in self.backwards:
            grad_output = layer.backward(grad_output)
        return grad_output
