"""Title: Each place of the window replaces what the places before it have given to the same pixel.
Nudge: As how many places of a window can one pixel serve?
Hint: A pixel can be in the top left of one window and in the bottom right of another: += instead of =.
Explanation: Where windows overlap, the slices of two places share pixels. = throws away what the earlier place has
    put there, even when the later one has only zeros. Shares add up: grad_x[place] += ….
Stage: backward
"""

import numpy as np


class MaxPool2d:
    def __init__(self, kernel_size, stride):
        self.kernel_size = kernel_size
        self.stride = stride

    @staticmethod
    def _two(size):
        return size if isinstance(size, (tuple, list)) else (size, size)

    def _places(self, shape):
        (kh, kw), (sh, sw) = self._two(self.kernel_size), self._two(self.stride)
        oh, ow = 1 + (shape[2] - kh) // sh, 1 + (shape[3] - kw) // sw
        return [
            (slice(None), slice(None), slice(k, k + sh * oh, sh), slice(m, m + sw * ow, sw))
            for k in range(kh)
            for m in range(kw)
        ]

    def forward(self, x):
        self.shape = x.shape
        places = self._places(x.shape)
        best = x[places[0]].copy()
        self.winner = np.zeros(best.shape, dtype=int)
        for number, place in enumerate(places):
            better = x[place] >= best
            best[better] = x[place][better]
            self.winner[better] = number
        return best

    def backward(self, grad_output):
        grad_x = np.zeros(self.shape)
        for number, place in enumerate(self._places(self.shape)):
            grad_x[place] = np.where(self.winner == number, grad_output, 0.0)
        return grad_x
