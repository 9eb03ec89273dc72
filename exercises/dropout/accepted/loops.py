import numpy as np


class Dropout:
    """One element after the other; keeps the places that survived."""

    def __init__(self, p, rng):
        self.p, self.rng, self.training = p, rng, True

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        self.places, self.scale = list(np.ndindex(x.shape)), 1.0
        if self.training:
            drawn = self.rng.random(x.shape)
            self.places = [place for place in self.places if drawn[place] >= self.p]
            self.scale = 1.0 / (1.0 - self.p)
        return self._through(x)

    def backward(self, grad_output):
        return self._through(grad_output)

    def _through(self, values):
        result = np.zeros(values.shape)
        for place in self.places:
            result[place] = values[place] * self.scale
        return result
