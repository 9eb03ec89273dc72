"""Find similar attempts at an exercise: a reason to look, never a finding."""
