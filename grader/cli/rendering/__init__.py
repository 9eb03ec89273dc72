"""Render reports for the terminal and as HTML, statements, and formulas."""
