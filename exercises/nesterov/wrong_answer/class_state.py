"""Title: All optimizers share v.
Nudge: What does a second Nesterov find in its state before its first step?
Hint: Keep the state in self, not in the class.
Explanation: v stands in the class body, so there is one for all optimizers: a second one looks ahead along the velocity
    of the first. Set self.v in __init__.
Stage: forward
"""


class Nesterov:
    v = {}

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum

    def lookahead(self, params):
        return [p + self.momentum * self.v.get(i, 0.0) for i, p in enumerate(params)]

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v.get(i, 0.0) - self.lr * g
            new_params.append(p + self.v[i])
        return new_params
