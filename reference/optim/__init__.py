"""Update rules, optimizers that apply them with `step(params, grads) -> new params`, and learning-rate schedules."""

from reference.optim.adaptive import Adadelta, Adagrad, Adam, AdamW, RMSProp
from reference.optim.base import Optimizer, Rule
from reference.optim.descent import SGD, Momentum, Nesterov
from reference.optim.lookahead import start
from reference.optim.schedules import cosine_decay, exponential_decay, step_decay, warmup

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Momentum",
    "Nesterov",
    "Optimizer",
    "RMSProp",
    "Rule",
    "cosine_decay",
    "exponential_decay",
    "start",
    "step_decay",
    "warmup",
]
