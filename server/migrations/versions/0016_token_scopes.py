"""API tokens have a scope; existing ones may submit, as before.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kind = sa.Enum("read", "submit", name="scope", native_enum=False, length=20)
    op.add_column("api_tokens", sa.Column("scope", kind, server_default="submit", nullable=False))


def downgrade() -> None:
    op.drop_column("api_tokens", "scope")
