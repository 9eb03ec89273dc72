"""Title: forward returns a list of the outputs of all layers.
Nudge: How many arrays should forward return?
Hint: The output of the network is that of its last layer.
Explanation: The outputs in between may be kept in self; forward returns the last one.
Stage: forward
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        outputs = [x]
        for layer in self.layers:
            outputs.append(layer.forward(outputs[-1]))
        return outputs

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
