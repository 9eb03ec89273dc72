"""The exercise ``adadelta``: a folder that proves itself."""
