"""Title: A network without layers cannot be run.
Nudge: What does self.layers[0] give when there are no layers?
Hint: Begin with x and let the loop run over all layers.
Explanation: The first layer is treated apart, so a network of none fails. With x as the start and a loop over all
    layers nothing special is needed: it returns x.
Stage: properties
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        x = self.layers[0].forward(x)
        for layer in self.layers[1:]:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
