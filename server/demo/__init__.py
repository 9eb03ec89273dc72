"""The demo course: an instructor, a class, and a history that is graded by the real grader."""
