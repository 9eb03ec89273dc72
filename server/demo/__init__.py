"""A course to look at: an instructor, a class, and a history that was really graded."""
