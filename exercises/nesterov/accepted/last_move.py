class Nesterov:
    """No velocity is kept as such: it is the way of the last step."""

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.last_move = None

    def lookahead(self, params):
        if self.last_move is None:
            return [1.0 * p for p in params]
        return [p + self.momentum * move for p, move in zip(params, self.last_move)]

    def step(self, params, grads):
        if self.last_move is None:
            self.last_move = [-self.lr * g for g in grads]
        else:
            self.last_move = [self.momentum * move - self.lr * g for move, g in zip(self.last_move, grads)]
        return tuple(p + move for p, move in zip(params, self.last_move))
