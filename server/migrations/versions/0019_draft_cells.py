"""A draft keeps the cell in which a student tries their code.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drafts", sa.Column("cell", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("drafts", "cell")
