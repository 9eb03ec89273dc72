"""Title: Parameters of the same shape share one v.
Nudge: What happens when two parameters have the same shape?
Hint: Keep v by position, not by shape or by value.
Explanation: The state is looked up by shape, so two matrices of the same shape mix their gradients. A parameter is
    known by its position in the list: use i as the key.
Stage: forward
"""


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = {}

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[p.shape] = self.momentum * self.v.get(p.shape, 0.0) + g
            new_params.append(p - self.lr * self.v.get(p.shape, 0.0))
        return new_params
