"""Submissions to `linear` that the tests of the command check."""

RIGHT = """\
import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
"""
UNSUMMED = RIGHT.replace(".sum(axis=0)", "")
TOO_LONG = RIGHT.replace("sum(axis=0)", "sum(axis=0) * 1.7")
RAISES = RIGHT.replace("self.x = x\n", 'raise ValueError("no\\x1b[2J way")\n')
PRINTS = RIGHT.replace("self.x = x\n", 'self.x = x\n        print("\\x1b]0;pwned\\x07hello")\n')
SYNTAX = "class Linear\n    pass\n"
