"""The exercise ``sequential``: a folder that proves itself."""
