import numpy as np


class Adam:
    """State in dictionaries, the update in PyTorch's order."""

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.state = {}

    def _update(self, key, param, grad):
        state = self.state.setdefault(key, {"step": 0, "exp_avg": 0.0, "exp_avg_sq": 0.0})
        beta1, beta2 = self.betas
        state["step"] += 1
        state["exp_avg"] = state["exp_avg"] + (grad - state["exp_avg"]) * (1 - beta1)
        state["exp_avg_sq"] = state["exp_avg_sq"] * beta2 + (1 - beta2) * grad * grad
        correction1 = 1 - beta1 ** state["step"]
        correction2 = 1 - beta2 ** state["step"]
        denominator = np.sqrt(state["exp_avg_sq"]) / np.sqrt(correction2) + self.eps
        return param - (self.lr / correction1) * state["exp_avg"] / denominator

    def step(self, params, grads):
        return [self._update(i, param, grad) for i, (param, grad) in enumerate(zip(params, grads))]
