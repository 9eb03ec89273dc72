class LeakyReLU:
    """Looks at the sign of the output, which is that of the input."""

    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope
        self.out = None

    def forward(self, x):
        out = x.copy()
        out[out < 0] *= self.negative_slope
        self.out = out
        return out

    def backward(self, grad_output):
        grad = grad_output.copy()
        grad[self.out <= 0] *= self.negative_slope
        return grad
