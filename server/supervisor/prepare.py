"""Migrate the database and add the demo course if it is empty. Runs as a separate process before the web server."""

from __future__ import annotations

from sqlalchemy import select

from server import schema
from server.accounts.models import User
from server.core.db import make_engine, make_sessions
from server.core.settings import Settings
from server.demo.course import logins
from server.demo.seed import seed_demo


def main() -> None:
    """Migrate, seed an empty database, and print the logins of the demo if it exists."""
    settings = Settings()
    engine = make_engine(settings.database)
    schema.upgrade(engine)
    sessions = make_sessions(engine)
    with sessions() as session:
        is_empty = session.scalar(select(User.id).limit(1)) is None
    if is_empty and settings.env == "development":
        seed_demo(sessions, settings)
    with sessions() as session:
        for line in logins(session):
            print(line)  # noqa: T201 - the supervisor shows it once the platform runs


if __name__ == "__main__":
    main()
