"""Commands that talk to a server: log in, submit, see where one stands."""
