"""Title: backward returns a list of the gradients of all layers.
Nudge: How many arrays should backward return?
Hint: Only the gradient of the network's input is asked for.
Explanation: The parameters' gradients are on the layers already; backward returns the gradient of the input.
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
        gradients = [grad_output]
        for layer in reversed(self.layers):
            gradients.append(layer.backward(gradients[-1]))
        return gradients
