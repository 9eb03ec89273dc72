"""How a class is doing: counts updated with each grading, and the pages that show them."""
