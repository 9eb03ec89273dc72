"""Before the first page: migrate, and fill an empty database with the demo course. Run as a process of its own."""

from __future__ import annotations

from sqlalchemy import select

from server import schema
from server.accounts.models import User
from server.core.db import make_engine, make_sessions
from server.core.settings import Settings
from server.demo.course import logins
from server.demo.seed import seed_demo


def main() -> None:
    """Migrate; seed an empty database; print the demo logins if there are any."""
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
            print(line)  # noqa: T201 - for the supervisor, which shows it when the platform answers


if __name__ == "__main__":
    main()
