"""Title: A velocity is kept, as in momentum.
Nudge: Which gradients take part in the second step?
Hint: Only the gradient of this step counts: plain SGD remembers nothing.
Explanation: v = 0.9 * v + g keeps nine tenths of the last step, so the path overshoots. That is the next exercise;
    plain SGD is x - lr * g with the newest gradient alone.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr
        self.v = {}

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = 0.9 * self.v.get(i, 0.0) + g
            new_params.append(p - self.lr * self.v[i])
        return new_params
