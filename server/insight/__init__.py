"""How a class does: summaries that grow with each grading, and the pages that show them."""
