"""Index the submissions of a user that wait or are being graded, because every new one counts them.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

PENDING = "state IN ('queued', 'running')"


def upgrade() -> None:
    op.create_index(
        "ix_submissions_pending",
        "submissions",
        ["user_id"],
        postgresql_where=sa.text(PENDING),
        sqlite_where=sa.text(PENDING),
    )


def downgrade() -> None:
    op.drop_index("ix_submissions_pending", "submissions")
