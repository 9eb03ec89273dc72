"""The exercise ``scalar_autograd``: a folder that proves itself."""
