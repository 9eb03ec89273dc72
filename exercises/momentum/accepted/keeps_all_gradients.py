class Momentum:
    """No velocity: the sum over all gradients so far, the newest first."""

    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.seen = []

    def step(self, params, grads):
        self.seen.insert(0, [1.0 * g for g in grads])
        return [
            p - self.lr * sum(self.momentum**age * grads[i] for age, grads in enumerate(self.seen))
            for i, p in enumerate(params)
        ]
