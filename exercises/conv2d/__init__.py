"""The exercise ``conv2d``: a folder that proves itself."""
