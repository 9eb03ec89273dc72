import numpy as np

class MaxPool2d:
    def __init__(self, kernel_size, stride):
        self.kh, self.kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        self.sh, self.sw = (stride, stride) if isinstance(stride, int) else stride

    def forward(self, x):
        self.x = x
        n, c, h, w = x.shape
        oh, ow = (h - self.kh) // self.sh + 1, (w - self.kw) // self.sw + 1
        out = np.empty((n, c, oh, ow))
        for i in range(oh):
            for j in range(ow):
                a, b = i * self.sh, j * self.sw
                out[:, :, i, j] = x[:, :, a:a + self.kh, b:b + self.kw].max(axis=(2, 3))
        return out

    def backward(self, grad_output):
        grad = np.zeros_like(self.x)
        n, c, oh, ow = grad_output.shape
        for b in range(n):
            for k in range(c):
                for i in range(oh):
                    for j in range(ow):
                        top, left = i * self.sh, j * self.sw
                        window = self.x[b, k, top:top + self.kh, left:left + self.kw]
                        r, s = np.unravel_index(window.argmax(), window.shape)
                        grad[b, k, top + r, left + s] = grad_output[b, k, i, j]
        return grad
