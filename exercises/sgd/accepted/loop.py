class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr * g)
        return new_params
