class Sequential:
    """The first layer, and behind it the rest of the network."""

    def __init__(self, layers):
        self.layers = [*layers]

    def forward(self, x, first=0):
        if first == len(self.layers):
            return x
        return self.forward(self.layers[first].forward(x), first + 1)

    def backward(self, grad_output, first=0):
        if first == len(self.layers):
            return grad_output
        behind = self.backward(grad_output, first + 1)
        return self.layers[first].backward(behind)
