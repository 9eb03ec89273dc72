"""Title: Every layer gets the input of the network.
Nudge: What does the second layer see?
Hint: Each layer's input is what the layer before it returned.
Explanation: h_1 = f_1(x) and h_2 = f_2(h_1): the result of a layer must become the input of the next. Here each of
    them is given x, and the outputs of all but the last are thrown away.
Stage: forward
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        out = x
        for layer in self.layers:
            out = layer.forward(x)
        return out

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
