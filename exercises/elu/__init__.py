"""The exercise ``elu``: a folder that proves itself."""
