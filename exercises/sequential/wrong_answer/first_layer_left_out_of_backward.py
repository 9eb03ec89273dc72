"""Title: backward leaves out the first layer.
Nudge: How many layers does backward call?
Hint: range(n - 1, 0, -1) ends before 0.
Explanation: The loop stops at the second layer, so the first never gets a gradient for its parameters. All n layers
    are called.
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
        for i in range(len(self.layers) - 1, 0, -1):
            grad_output = self.layers[i].backward(grad_output)
        return grad_output
