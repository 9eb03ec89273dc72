class Nesterov:
    v = {}

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum

    def lookahead(self, params):
        return [p + self.momentum * self.v.get(i, 0.0) for i, p in enumerate(params)]

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v.get(i, 0.0) - self.lr * g
            new_params.append(p + self.v[i])
        return new_params
