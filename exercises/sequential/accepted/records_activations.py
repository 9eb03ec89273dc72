import numpy as np


class Sequential:
    """Keeps all activations and gradients for whoever wants to look at them."""

    def __init__(self, layers):
        self.layers = layers
        self.activations = []
        self.gradients = {}

    def forward(self, x):
        self.activations = [np.asarray(x)]
        for i in range(len(self.layers)):
            self.activations.append(self.layers[i].forward(self.activations[i]))
        return self.activations[-1]

    def backward(self, grad_output):
        n = len(self.layers)
        self.gradients = {n: grad_output}
        for i in range(n - 1, -1, -1):
            self.gradients[i] = self.layers[i].backward(self.gradients[i + 1])
        return self.gradients[0]
