"""The pages where staff set up a course: settings, assignments, announcements, copies, the audit log."""
