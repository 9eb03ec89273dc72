"""Imports of rosters, which can be undone.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('roster_imports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=False),
    sa.Column('lines', sa.Integer(), nullable=False),
    sa.Column('errors', sa.Integer(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('links_taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['users.id'], name=op.f('fk_roster_imports_actor_id')),
    sa.ForeignKeyConstraint(['course_id'], ['courses.id'], name=op.f('fk_roster_imports_course_id')),
    sa.ForeignKeyConstraint(['undone_by'], ['users.id'], name=op.f('fk_roster_imports_undone_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_imports'))
    )
    op.create_index('ix_roster_imports_course_id', 'roster_imports', ['course_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_roster_imports_course_id', table_name='roster_imports')
    op.drop_table('roster_imports')
