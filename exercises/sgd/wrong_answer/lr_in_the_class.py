"""Title: All optimizers share one learning rate.
Nudge: What is the lr of the first optimizer after a second one was made?
Hint: Keep lr in self, not in the class.
Explanation: SGD.lr = lr sets the attribute of the class, of which there is one: the newest optimizer decides for all.
    self.lr = lr belongs to this object alone.
Stage: properties
"""


class SGD:
    def __init__(self, lr):
        SGD.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr * g)
        return new_params
