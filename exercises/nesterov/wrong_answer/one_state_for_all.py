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
