"""The exercise ``minibatch_sgd``: a folder that proves itself."""
