"""Regrades: grade submissions again as a preview, apply the result as a whole or in part, undo it."""
