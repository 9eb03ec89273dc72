"""Title: backward calls backward of each layer twice.
Nudge: How often does each layer run in one backward?
Hint: Count the calls of layer.backward.
Explanation: One backward of the network is one backward of each layer. A layer that counts or adds up would be wrong
    by a factor of 2.
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
            layer.backward(grad_output)
            grad_output = layer.backward(grad_output)
        return grad_output
