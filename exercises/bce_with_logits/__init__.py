"""The exercise ``bce_with_logits``: a folder that proves itself."""
