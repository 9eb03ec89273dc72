"""Title: backward leaves out the last layer.
Nudge: How many layers does backward call?
Hint: Look at where the loop begins.
Explanation: The last layer has a backward too: it is the first one to be called. The loop begins one layer too early.
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
        for layer in reversed(self.layers[:-1]):
            grad_output = layer.backward(grad_output)
        return grad_output
