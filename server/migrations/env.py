"""Alembic's environment: the connection comes from the caller, never from an .ini file."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from server import models  # noqa: F401 - the metadata must be whole
from server.core.db import Base, Points, UTCDateTime


def _render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database: a migration must not import the code of today."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return "sa.Integer()" if kind == "type" and isinstance(item, Points) else False


def run() -> None:
    """Run the migrations on the connection that was handed over."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_as_batch=True,  # SQLite cannot alter a column in place
        render_item=_render_item,
        compare_type=False,  # names of enums are checks, lengths differ between databases
    )
    with context.begin_transaction():
        context.run_migrations()


run()
