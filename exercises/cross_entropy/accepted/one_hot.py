import numpy as np


class CrossEntropyLoss:
    """With a matrix of ones and zeros in place of the class numbers."""

    def forward(self, prediction, target):
        n, c = prediction.shape
        self.truth = np.eye(c)[target]
        self.logits = prediction
        log_sum = np.logaddexp.reduce(prediction, axis=1)
        return (log_sum.sum() - np.einsum("nc,nc->", prediction, self.truth)) / n

    def backward(self):
        log_sum = np.logaddexp.reduce(self.logits, axis=1, keepdims=True)
        return (np.exp(self.logits - log_sum) - self.truth) / self.truth.shape[0]
