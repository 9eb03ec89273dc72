"""What is asked: one folder an exercise, with statement, starter, spec and proof."""
