"""Regrade sets: graded aside, previewed, applied as a whole or in part, undone."""
