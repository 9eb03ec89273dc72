"""Migrate a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from server import models  # noqa: F401 - registers every table in the metadata
from server.core.db import Base

SCRIPTS = Path(__file__).with_name("migrations")
MIGRATION_LOCK = 0x43_48_52_4D  # "CHRM", an advisory lock of PostgreSQL


def upgrade(engine: Engine) -> str:
    """Run the missing migrations and return the revision; processes that start together take turns."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        command.upgrade(_config(connection), "head")
        return current(connection) or ""


def downgrade(engine: Engine, revision: str) -> None:
    """Downgrade to `revision`; "base" removes every table."""
    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def revise(engine: Engine, message: str, revision: str) -> None:
    """Write a migration from the current database to the current models."""
    with engine.begin() as connection:
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=revision)


def current(connection: Connection) -> str | None:
    """Return the revision of the database."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the revision that this code expects."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def differences(connection: Connection) -> list[object]:
    """Return the differences between the models and the database."""
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config
