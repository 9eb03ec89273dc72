"""Exercise pauses.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('exercise_pauses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('exercise_version', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('resumed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exercise_pauses'))
    )
    in_force = sa.text('resumed_at IS NULL')
    op.create_index(
        'uq_exercise_pauses_in_force', 'exercise_pauses', ['slug', 'exercise_version'],
        unique=True, postgresql_where=in_force, sqlite_where=in_force,
    )
    op.add_column('jobs', sa.Column('grader_failed_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('jobs', 'grader_failed_at')
    op.drop_table('exercise_pauses')
