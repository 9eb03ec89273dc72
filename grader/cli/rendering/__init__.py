"""Render reports in the terminal and as HTML, statements, and formulas."""
