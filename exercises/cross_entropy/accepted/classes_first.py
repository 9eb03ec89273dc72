import numpy as np


class CrossEntropyLoss:
    """Works on the transposed logits, so that nothing needs keepdims."""

    def __call__(self, prediction, target):
        return self.forward(prediction, target)

    def forward(self, prediction, target):
        z = prediction.T - np.max(prediction, axis=1)
        e = np.exp(z)
        s = np.sum(e, axis=0)
        self._cache = (e / s, target)
        picked = np.take_along_axis(z, target[np.newaxis, :], axis=0)[0]
        return float(np.mean(np.log(s) - picked))

    def backward(self):
        p, target = self._cache
        labels = np.arange(p.shape[0])[:, np.newaxis] == target
        return ((p - labels) / p.shape[1]).T
