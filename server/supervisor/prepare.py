"""Migrate the database and add the demo course if it is empty. Runs as a separate process before the web server.

The passwords of the demo are public, so its accounts exist only on a platform that other machines cannot reach.
"""

from __future__ import annotations

import sys

from sqlalchemy import select

from server import schema
from server.accounts.models import User
from server.core.db import make_engine, make_sessions
from server.core.settings import Settings
from server.demo.course import has_public_accounts, logins
from server.demo.seed import seed_demo


def main() -> None:
    """Migrate, seed an empty database, and print the logins of the demo if it exists."""
    settings = Settings()
    engine = make_engine(settings.database)
    schema.upgrade(engine)
    sessions = make_sessions(engine)
    with sessions() as session:
        is_empty = session.scalar(select(User.id).limit(1)) is None
    if is_empty and settings.env == "development" and settings.is_local:
        seed_demo(sessions, settings)
    with sessions() as session:
        if not settings.is_local and has_public_accounts(session):
            sys.exit(
                f"the demo accounts have a public password, and {settings.host} can be reached from other machines. "
                "Choose an empty CHAINRULE_STATE_DIR, or deactivate these accounts with: flask --app server user off"
            )
        for line in logins(session):
            print(line)  # noqa: T201 - the supervisor shows it once the platform runs


if __name__ == "__main__":
    main()
