"""Submissions, drafts, attempts and their live pages."""
