"""How many points: scores, their history and the instructor's pages."""
