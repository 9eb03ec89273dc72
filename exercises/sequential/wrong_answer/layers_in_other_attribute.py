"""Title: The layers are kept under another name than self.layers.
Nudge: Where will the caller look for the layers?
Hint: The statement names the attribute.
Explanation: net.layers[0].grad_weight is how the gradients are reached, so the list has to be self.layers.
Stage: properties
"""


class Sequential:
    def __init__(self, layers):
        self.modules = layers

    def forward(self, x):
        for layer in self.modules:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.modules):
            grad_output = layer.backward(grad_output)
        return grad_output
