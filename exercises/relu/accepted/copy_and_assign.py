class ReLU:
    def forward(self, x):
        out = x.copy()
        out[out < 0] = 0
        self.out = out
        return out

    def backward(self, grad_output):
        grad = grad_output.copy()
        grad[self.out <= 0] = 0
        return grad
