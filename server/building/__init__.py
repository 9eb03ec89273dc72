"""Building a course: its settings, assignments and announcements; copies, the audit log, the view as a student."""
