"""The ground: database, settings, logs, mail, security, errors and requests. Knows no domain."""
