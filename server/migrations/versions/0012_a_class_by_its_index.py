"""Indexes for a class: the columns of enrollments that its lists read, people by name, and the mistakes of a person.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PRESENT = sa.text("dropped_at IS NULL")


def upgrade() -> None:
    op.drop_index("ix_enrollments_course_total", table_name="enrollments")
    columns = ["course_id", "role", "user_id", "section_id", "total_points", "total_share"]
    op.create_index("ix_enrollments_class", "enrollments", columns, postgresql_where=PRESENT, sqlite_where=PRESENT)
    op.create_index("ix_users_name", "users", [sa.text("lower(name)"), "id"])
    op.create_index("ix_mistake_counts_user_id", "mistake_counts", ["user_id"])


def downgrade() -> None:
    op.drop_index("ix_mistake_counts_user_id", table_name="mistake_counts")
    op.drop_index("ix_users_name", table_name="users")
    op.drop_index("ix_enrollments_class", table_name="enrollments")
    op.create_index("ix_enrollments_course_total", "enrollments", ["course_id", "role", "total_share"])
