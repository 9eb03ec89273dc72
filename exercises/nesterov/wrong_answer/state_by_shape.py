class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = {}

    def lookahead(self, params):
        return [p + self.momentum * self.v.get(p.shape, 0.0) for p in params]

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            self.v[p.shape] = self.momentum * self.v.get(p.shape, 0.0) - self.lr * g
            new_params.append(p + self.v[p.shape])
        return new_params
