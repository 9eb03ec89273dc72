"""The exercise ``relu``: a folder that proves itself."""
