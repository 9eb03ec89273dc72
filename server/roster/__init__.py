"""The members of a course: their roles and sections, and how they join."""
