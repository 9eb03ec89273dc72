"""Title: backward divides by the number of rows.
Nudge: Where does the factor 1/N of a mean loss come from?
Hint: Any mean is already part of grad_output.
Explanation: A stack only hands gradients on. Dividing by the number of rows scales every gradient by 1/N once more.
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
        grad_output = grad_output / len(grad_output)
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
