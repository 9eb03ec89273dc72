"""Where: courses, enrolments and assignments with their exercises and due dates."""
