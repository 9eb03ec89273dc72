"""Title: All parameters share one v.
Nudge: For how many parameters does the optimizer remember something, and how many are there?
Hint: Keep v for each position in the list.
Explanation: There is one v for the whole list, so one parameter goes on with the velocity of another, or the shapes do
    not fit. Each position needs its own: self.v[i].
Stage: forward
"""


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = 0.0

    def lookahead(self, params):
        return [p + self.momentum * self.v for p in params]

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            self.v = self.momentum * self.v - self.lr * g
            new_params.append(p + self.v)
        return new_params
