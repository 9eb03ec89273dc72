import numpy as np

NAMES = ("w1", "b1", "w2", "b2")


class XORNet:
    """Rectified units, He's initialization, sums by einsum."""

    def __init__(self, hidden, rng):
        self.w1 = rng.standard_normal((hidden, 2))
        self.b1 = 0.1 * rng.standard_normal(hidden)
        self.w2 = rng.standard_normal((1, hidden)) * np.sqrt(2 / hidden)
        self.b2 = np.array([0.0])

    def forward(self, x):
        z = np.einsum("ni,hi->nh", x, self.w1) + self.b1
        h = np.maximum(z, 0)
        self.cache = (x, z > 0, h)
        return np.einsum("nh,h->n", h, self.w2[0]) + self.b2[0]

    def backward(self, grad_output):
        x, active, h = self.cache
        delta = np.einsum("n,h,nh->nh", grad_output, self.w2[0], active.astype(float))
        self.grad_w2 = np.einsum("n,nh->h", grad_output, h).reshape(1, -1)
        self.grad_b2 = np.array([np.sum(grad_output)])
        self.grad_w1 = np.einsum("nh,ni->hi", delta, x)
        self.grad_b1 = np.einsum("nh->h", delta)
        return np.einsum("nh,hi->ni", delta, self.w1)

    def fit(self, x, y, lr, steps):
        history = np.zeros(steps)
        sign = np.where(y == 1, 1.0, -1.0)
        for step in range(steps):
            margin = sign * self.forward(x)
            history[step] = np.logaddexp(0, -margin).mean()
            with np.errstate(over="ignore"):
                self.backward(-sign / (1 + np.exp(margin)) / y.size)
            for name in NAMES:
                setattr(self, name, getattr(self, name) - lr * getattr(self, "grad_" + name))
        return history
