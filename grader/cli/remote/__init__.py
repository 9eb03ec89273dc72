"""Commands that talk to a server: log in, submit, show the status."""
