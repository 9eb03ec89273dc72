"""What was handed in: submissions, drafts, attempts and their live pages."""
