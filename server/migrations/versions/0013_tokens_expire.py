"""API tokens expire; existing ones expire 180 days after the migration.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kind = sa.DateTime(timezone=True)
    # SQLite allows only a constant default here. A token without a time has expired.
    default = sa.text("'1970-01-01 00:00:00'")
    op.add_column("api_tokens", sa.Column("expires_at", kind, server_default=default, nullable=False))
    tokens = sa.table("api_tokens", sa.column("expires_at", kind))
    op.execute(tokens.update().values(expires_at=datetime.now(UTC) + timedelta(days=180)))


def downgrade() -> None:
    op.drop_column("api_tokens", "expires_at")
