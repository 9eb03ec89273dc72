"""Find similar attempts at an exercise: a reason to look more closely, not proof of copying."""
