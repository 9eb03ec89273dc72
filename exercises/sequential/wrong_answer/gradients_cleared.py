"""Title: backward deletes the parameters' gradients from the layers.
Nudge: What does the optimizer need after backward?
Hint: The gradients stay on the layers until the next backward sets them anew.
Explanation: After backward the gradients of the parameters are read from the layers. Setting them to None leaves
    nothing to train with.
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
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
            layer.grad_weight = layer.grad_bias = None
        return grad_output
