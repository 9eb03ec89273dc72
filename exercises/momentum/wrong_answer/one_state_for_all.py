"""Title: All parameters share one v.
Nudge: For how many parameters does the optimizer remember something, and how many are there?
Hint: Keep v for each position in the list.
Explanation: There is one v for the whole list, so one parameter goes on with the velocity of another, or the shapes do
    not fit. Each position needs its own: self.v[i].
Stage: forward
"""


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = 0.0

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v = self.momentum * self.v + g
            new_params.append(p - self.lr * self.v)
        return new_params
