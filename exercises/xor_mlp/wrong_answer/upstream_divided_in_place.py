"""Title: backward divides the caller's grad_output in place.
Nudge: What does the caller's array look like after backward?
Hint: /= changes the array that was passed in.
Explanation: g is a view of the caller's array, so g /= … changes it. Compute into a new array.
Stage: properties
"""

import numpy as np


class XORNet:
    def __init__(self, hidden, rng):
        self.w1 = rng.normal(size=(hidden, 2))
        self.b1 = np.zeros(hidden)
        self.w2 = rng.normal(size=(1, hidden)) / np.sqrt(hidden)
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
        g /= len(g)
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
