"""Comparisons of sources, and the pairs that resemble each other.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('similarity_runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_exercise_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'running', 'done', 'failed', name='runstate', native_enum=False, length=20), nullable=False),
    sa.Column('started_by', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('compared', sa.Integer(), nullable=True),
    sa.Column('found', sa.Integer(), nullable=True),
    sa.Column('parameters', sa.JSON(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('next_ticket_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=400), nullable=True),
    sa.ForeignKeyConstraint(['assignment_exercise_id'], ['assignment_exercises.id'], name=op.f('fk_similarity_runs_assignment_exercise_id')),
    sa.ForeignKeyConstraint(['started_by'], ['users.id'], name=op.f('fk_similarity_runs_started_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_similarity_runs'))
    )
    op.create_index('ix_similarity_runs_assignment_exercise_id', 'similarity_runs', ['assignment_exercise_id'], unique=False)
    op.create_index('uq_similarity_runs_open', 'similarity_runs', ['assignment_exercise_id'], unique=True, postgresql_where=sa.text("state IN ('waiting', 'running')"), sqlite_where=sa.text("state IN ('waiting', 'running')"))

    op.create_table('similarity_pairs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('left_id', sa.Integer(), nullable=False),
    sa.Column('right_id', sa.Integer(), nullable=False),
    sa.Column('tokens', sa.Integer(), nullable=False),
    sa.Column('share', sa.Integer(), nullable=False),
    sa.Column('ranges', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['left_id'], ['submissions.id'], name=op.f('fk_similarity_pairs_left_id')),
    sa.ForeignKeyConstraint(['right_id'], ['submissions.id'], name=op.f('fk_similarity_pairs_right_id')),
    sa.ForeignKeyConstraint(['run_id'], ['similarity_runs.id'], name=op.f('fk_similarity_pairs_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_similarity_pairs')),
    sa.UniqueConstraint('run_id', 'left_id', 'right_id', name=op.f('uq_similarity_pairs_run_id_left_id_right_id'))
    )
    op.create_index('ix_similarity_pairs_run_share', 'similarity_pairs', ['run_id', 'share'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_similarity_pairs_run_share', table_name='similarity_pairs')
    op.drop_table('similarity_pairs')
    op.drop_index('uq_similarity_runs_open', table_name='similarity_runs')
    op.drop_index('ix_similarity_runs_assignment_exercise_id', table_name='similarity_runs')
    op.drop_table('similarity_runs')
