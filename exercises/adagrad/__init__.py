"""The exercise ``adagrad``: a folder that proves itself."""
