"""Python in the browser: what the server sends so that a page can run a student's code."""
