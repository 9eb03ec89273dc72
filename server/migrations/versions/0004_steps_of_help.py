"""Steps of help.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('courses', sa.Column('help_steps', sa.Integer(), nullable=False, server_default='3'))


def downgrade() -> None:
    op.drop_column('courses', 'help_steps')
