class Momentum:
    v = {}

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v.get(i, 0.0) + g
            new_params.append(p - self.lr * self.v.get(i, 0.0))
        return new_params
