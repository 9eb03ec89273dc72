"""Title: The network works on copies of the layers.
Nudge: Where will the caller look for grad_weight?
Hint: Keep the layers themselves; a copied list is fine, copied layers are not.
Explanation: deepcopy makes other objects: their gradients are right, but whoever holds the original layers, to train
    them, never sees these gradients.
Stage: forward
"""

import copy


class Sequential:
    def __init__(self, layers):
        self.layers = copy.deepcopy(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output
