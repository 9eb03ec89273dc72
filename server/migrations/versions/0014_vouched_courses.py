"""Courses vouch for unconfirmed accounts. Accounts without a password become unconfirmed.

Members whose accounts are unconfirmed now keep access to their courses.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NO_PASSWORD = "!"  # noqa: S105 - a hash that nothing matches


def upgrade() -> None:
    op.create_table(
        "vouched_courses",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_vouched_courses_user_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_vouched_courses_course_id_courses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "course_id", name=op.f("pk_vouched_courses")),
    )
    users = sa.table("users", sa.column("id"), sa.column("password_hash"), sa.column("is_unconfirmed", sa.Boolean()))
    enrollments = sa.table("enrollments", sa.column("user_id"), sa.column("course_id"))
    vouched = sa.table("vouched_courses", sa.column("user_id"), sa.column("course_id"))
    members = sa.select(enrollments.c.user_id, enrollments.c.course_id).join(
        users, users.c.id == enrollments.c.user_id
    ).where(users.c.is_unconfirmed)
    op.execute(vouched.insert().from_select(["user_id", "course_id"], members))
    op.execute(users.update().where(users.c.password_hash == NO_PASSWORD).values(is_unconfirmed=True))


def downgrade() -> None:
    op.drop_table("vouched_courses")
