"""Counts of the attempts of each day.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('day_counts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_exercise_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_exercise_id'], ['assignment_exercises.id'], name=op.f('fk_day_counts_assignment_exercise_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_counts')),
    sa.UniqueConstraint('assignment_exercise_id', 'day', name=op.f('uq_day_counts_assignment_exercise_id_day'))
    )


def downgrade() -> None:
    op.drop_table('day_counts')
