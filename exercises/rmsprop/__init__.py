"""The exercise ``rmsprop``: a folder that proves itself."""
