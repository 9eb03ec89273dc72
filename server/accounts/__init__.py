"""Who: users, their sessions and their API tokens."""
