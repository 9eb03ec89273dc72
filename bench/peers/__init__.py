"""Grading the same submissions with Chainrule and with what instructors use today, in one run."""
