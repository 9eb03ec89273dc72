"""Commands that talk to a server: log in, submit, and show the status."""
