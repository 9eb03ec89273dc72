"""Set up a course: settings, assignments, announcements, copies, the audit log, and viewing as a student."""
