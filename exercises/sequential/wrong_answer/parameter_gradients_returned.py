"""Title: backward returns the gradients of the parameters.
Nudge: Who keeps the gradients of the parameters?
Hint: The layers keep them; look at what the statement asks to return.
Explanation: Each layer sets its own grad_weight and grad_bias. backward returns the gradient with respect to x.
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
        return [layer.grad_weight for layer in self.layers if hasattr(layer, "grad_weight")]
