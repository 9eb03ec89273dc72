"""Courses, enrollments, and assignments with their exercises and due dates."""
