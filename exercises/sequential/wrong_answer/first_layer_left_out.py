"""Title: forward leaves out the first layer.
Nudge: How many layers are called?
Hint: Look at where the loop begins.
Explanation: The loop begins at the second layer: a list counts from 0. All n layers are called.
Stage: forward
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers[1:]:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
