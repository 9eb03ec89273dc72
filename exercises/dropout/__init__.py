"""The exercise ``dropout``: a folder that proves itself."""
