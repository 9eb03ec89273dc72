"""The pages of students: courses, exercises, attempts and results."""
