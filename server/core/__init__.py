"""Infrastructure without domain knowledge: database, settings, logs, email, security, errors and requests."""
