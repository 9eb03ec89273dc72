"""Text for people: markdown with formulas, code, differences and times, as safe HTML."""
