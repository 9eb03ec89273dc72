"""Title: The layers of a new network are added to a list that all networks share.
Nudge: How many layers does the second network have?
Hint: A list in the class body is made once, for all objects.
Explanation: layers = [] in the class body is one list, and self.layers.extend adds to it: every network has the
    layers of all that were built before it. Make the list in the constructor.
Stage: forward
"""


class Sequential:
    layers = []

    def __init__(self, layers):
        self.layers.extend(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
