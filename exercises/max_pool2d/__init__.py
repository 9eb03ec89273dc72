"""The exercise ``max_pool2d``: a folder that proves itself."""
