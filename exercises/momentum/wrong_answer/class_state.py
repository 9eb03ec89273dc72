"""Title: All optimizers share v.
Nudge: What does a second Momentum find in its state before its first step?
Hint: Keep the state in self, not in the class.
Explanation: v stands in the class body, so there is one v for all optimizers: a second one goes on with the velocity of
    the first. Set self.v in __init__.
Stage: forward
"""


class Momentum:
    v = {}

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v.get(i, 0.0) + g
            new_params.append(p - self.lr * self.v.get(i, 0.0))
        return new_params
