"""The exercise ``nesterov``: a folder that proves itself."""
