"""Title: step returns the parameters as they were.
Nudge: The update is computed. Where does it go?
Hint: Put the new value into the list that is returned.
Explanation: The list that is returned holds p itself; the update is computed and never used. The new parameter is p -
    lr * g.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            update = self.lr * g
            new_params.append(p)
        return new_params
