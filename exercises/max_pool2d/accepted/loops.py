import numpy as np


class MaxPool2d:
    """Window by window; the first of several winners gets everything."""

    def __init__(self, kernel_size, stride):
        self.kh, self.kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        self.sh, self.sw = (stride, stride) if isinstance(stride, int) else stride

    def forward(self, x):
        n, c, h, w = x.shape
        self.x = x
        out = np.zeros((n, c, (h - self.kh) // self.sh + 1, (w - self.kw) // self.sw + 1))
        for image in range(n):
            for channel in range(c):
                for i in range(out.shape[2]):
                    for j in range(out.shape[3]):
                        top, left = i * self.sh, j * self.sw
                        out[image, channel, i, j] = x[image, channel, top : top + self.kh, left : left + self.kw].max()
        return out

    def backward(self, grad_output):
        grad_x = np.zeros(self.x.shape)
        n, c, oh, ow = grad_output.shape
        for image in range(n):
            for channel in range(c):
                for i in range(oh):
                    for j in range(ow):
                        top, left = i * self.sh, j * self.sw
                        window = self.x[image, channel, top : top + self.kh, left : left + self.kw]
                        row, column = divmod(int(window.argmax()), self.kw)
                        grad_x[image, channel, top + row, left + column] += grad_output[image, channel, i, j]
        return grad_x
