"""What is shown: reports in the terminal and as HTML, statements, formulas."""
