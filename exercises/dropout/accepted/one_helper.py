class Dropout:
    """In evaluation there are no factors, and everything passes untouched."""

    def __init__(self, p, rng):
        self.p = p
        self.rng = rng
        self.drops = True

    def train(self):
        self.drops = True

    def eval(self):
        self.drops = False

    def forward(self, x):
        kept = 1.0 - self.p
        self.factors = (self.rng.random(x.shape) >= self.p) / kept if self.drops else None
        return self._scaled(x)

    def backward(self, grad_output):
        return self._scaled(grad_output)

    def _scaled(self, values):
        return values if self.factors is None else values * self.factors
