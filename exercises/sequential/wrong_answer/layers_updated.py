"""Title: backward changes the parameters of the layers.
Nudge: Are the weights the same after backward as before?
Hint: backward only computes gradients; the step belongs to the optimizer.
Explanation: A step of descent inside backward changes the network that the caller is looking at. The next forward
    then gives other numbers.
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
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
            if hasattr(layer, "weight"):
                layer.weight = layer.weight - 0.01 * layer.grad_weight
        return grad_output
