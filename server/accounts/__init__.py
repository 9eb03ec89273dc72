"""Accounts: users, their sessions and their API tokens."""
