"""Infrastructure without domain knowledge: database, settings, logs, mail, security, errors and requests."""
