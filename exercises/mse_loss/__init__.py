"""The exercise ``mse_loss``: a folder that proves itself."""
