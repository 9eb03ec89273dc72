"""Title: The weights begin so small that training does not get off the ground.
Nudge: How large is the gradient of w1 when w2 is nearly zero?
Hint: Draw the weights with a size around 1.
Explanation: ∂L/∂W1 contains w2, and ∂L/∂w2 contains H, which is nearly zero when w1 is. With weights of 0.01 both are
    tiny, and hundreds of steps pass before anything is learnt.
Stage: properties
"""

import numpy as np


class XORNet:
    def __init__(self, hidden, rng):
        self.w1 = 0.01 * rng.normal(size=(hidden, 2))
        self.b1 = np.zeros(hidden)
        self.w2 = 0.01 * rng.normal(size=(1, hidden))
        self.b2 = np.zeros(1)

    def forward(self, x):
        self.x = x
        self.h = np.tanh(x @ self.w1.T + self.b1)
        return (self.h @ self.w2.T + self.b2)[:, 0]

    def backward(self, grad_output):
        g = grad_output[:, None]
        self.grad_w2 = g.T @ self.h
        self.grad_b2 = g.sum(axis=0)
        delta = g @ self.w2 * (1 - self.h**2)
        self.grad_w1 = delta.T @ self.x
        self.grad_b1 = delta.sum(axis=0)
        return delta @ self.w1

    def fit(self, x, y, lr, steps):
        losses = []
        for _ in range(steps):
            z = self.forward(x)
            losses.append(np.mean(np.logaddexp(0, z) - y * z))
            p = 0.5 * (1 + np.tanh(z / 2))
            self.backward((p - y) / len(y))
            self.w1 = self.w1 - lr * self.grad_w1
            self.b1 = self.b1 - lr * self.grad_b1
            self.w2 = self.w2 - lr * self.grad_w2
            self.b2 = self.b2 - lr * self.grad_b2
        return losses
