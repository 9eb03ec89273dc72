"""A course to look at: an instructor, a class, and a history that was really graded."""

from server.demo.course import COURSE_SLUG, PASSWORD, logins
from server.demo.seed import seed

__all__ = ["COURSE_SLUG", "PASSWORD", "logins", "seed"]
