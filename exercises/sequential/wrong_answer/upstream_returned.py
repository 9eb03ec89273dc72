"""Title: backward returns the gradient that it was given.
Nudge: Which of the gradients belongs to the input of the network?
Hint: Look at which name is returned.
Explanation: The gradient of the input is what the first layer returns. Here the result of the loop stays in another
    variable, and grad_output is returned.
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
        gradient = grad_output
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        return grad_output
