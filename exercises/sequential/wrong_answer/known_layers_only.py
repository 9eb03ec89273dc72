"""Title: Layers without weights are passed over, unless they are Tanh or Dropout.
Nudge: What does the network do with a layer that it does not know?
Hint: A layer is whatever has forward and backward.
Explanation: The name of a layer's class decides nothing: another network is a layer too, and so is everything with
    forward and backward.
Stage: properties
"""


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            if hasattr(layer, "weight") or type(layer).__name__ in ("Tanh", "Dropout"):
                x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            if hasattr(layer, "weight") or type(layer).__name__ in ("Tanh", "Dropout"):
                grad_output = layer.backward(grad_output)
        return grad_output
