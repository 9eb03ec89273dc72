"""Text for people: Markdown with formulas, code, differences and times, as safe HTML."""
