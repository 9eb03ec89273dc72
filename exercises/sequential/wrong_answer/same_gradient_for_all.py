"""Title: Every layer gets the gradient of the network's output.
Nudge: What does the layer before the last one get?
Hint: Each layer gets what the layer behind it returned.
Explanation: g_{i-1} = backward_i(g_i): what a layer returns is the upstream gradient of the layer before it. Here all
    of them get grad_output.
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
            grad_x = layer.backward(grad_output)
        return grad_x
