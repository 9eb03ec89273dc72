class Nesterov:
    """The velocity collects plain gradients, uphill; lr comes in when it is used."""

    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.velocity = {}

    def lookahead(self, params):
        reach = self.lr * self.momentum
        return [p - reach * self.velocity.get(i, 0.0) for i, p in enumerate(params)]

    def step(self, params, grads):
        for i, g in enumerate(grads):
            self.velocity[i] = self.momentum * self.velocity.get(i, 0.0) + g
        return [p - self.lr * self.velocity[i] for i, p in enumerate(params)]
