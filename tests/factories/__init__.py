"""Builders of the rows that tests start with. They add to the session and flush; the caller commits."""

from tests.factories.courses import enroll, make_assignment, make_course
from tests.factories.users import make_user

__all__ = ["enroll", "make_assignment", "make_course", "make_user"]
