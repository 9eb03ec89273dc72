"""Title: backward adds the gradients of all layers.
Nudge: What is the gradient of the input of a chain: a sum or a product?
Hint: Hand on what a layer returns, and nothing else.
Explanation: Along a chain the derivatives multiply, and each layer's backward does its part. Adding grad_output once
    more belongs to a residual connection.
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
            grad_output = grad_output + layer.backward(grad_output)
        return grad_output
