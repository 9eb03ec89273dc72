import numpy as np

class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.inputs = x
        return np.dot(x, self.weight.transpose()) + self.bias

    def backward(self, grad_output):
        n = grad_output.shape[0]
        self.grad_weight = np.dot(grad_output.T, self.inputs) / n
        self.grad_bias = grad_output.sum(axis=0) / n
        return grad_output.dot(self.weight)
