"""The exercise ``momentum``: a folder that proves itself."""
