"""What the page of the playground calls the things that the settings name."""

from __future__ import annotations

DATASETS = {
    "circle": "Circle",
    "xor": "XOR",
    "gaussians": "Two Gaussians",
    "spiral": "Spiral",
    "moons": "Moons",
    "checkerboard": "Checkerboard",
    "classes": "Three classes",
    "plane": "Regression: plane",
    "hills": "Regression: hills",
    "own": "Your own points",
}
FEATURES = {
    "x1": "x₁",
    "x2": "x₂",
    "x1sq": "x₁²",
    "x2sq": "x₂²",
    "x1x2": "x₁·x₂",
    "sinx1": "sin x₁",
    "sinx2": "sin x₂",
}
ACTIVATIONS = {
    "linear": "none",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "elu": "ELU",
    "softplus": "softplus",
}
OUTPUTS = {"none": "none", "sigmoid": "sigmoid", "softmax": "softmax"}
INITIALIZATIONS = {"zeros": "Zeros", "small": "Small", "xavier": "Xavier", "he": "He"}
LOSSES = {
    "log_loss": "Log-loss on logits",
    "probability_log_loss": "Log-loss on probabilities",
    "cross_entropy": "Cross-entropy on logits",
    "squared_error": "Squared error",
}
OPTIMIZERS = {
    "sgd": "SGD",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "adagrad": "AdaGrad",
    "adadelta": "AdaDelta",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "adamw": "AdamW",
}
SCHEDULES = {
    "constant": "Constant",
    "step_decay": "Step decay",
    "exponential_decay": "Exponential decay",
    "cosine_decay": "Cosine decay",
    "warmup": "Warmup",
}
