"""How many points: scores, late work, overrides, extensions, comments and their history."""
