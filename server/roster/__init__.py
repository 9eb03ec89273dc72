"""The people of a course: who is in it and as what, and how they come in."""
