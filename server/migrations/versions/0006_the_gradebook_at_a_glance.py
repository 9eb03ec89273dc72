"""Columns and counts for the gradebook's filters and summaries.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FEW = {
    "late": "is_late",
    "stuck": "is_stuck",
    "decided": "override_points IS NOT NULL OR is_excused",
    "regraded": "regraded_at IS NOT NULL",
}


def upgrade() -> None:
    op.add_column("scores", sa.Column("is_stuck", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name, condition in FEW.items():
        where = sa.text(condition)
        columns = ["assignment_exercise_id", "user_id"]
        op.create_index(f"ix_scores_{name}", "scores", columns, postgresql_where=where, sqlite_where=where)
    op.create_table(
        "score_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_exercise_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("is_stuck", sa.Boolean(), nullable=False),
        sa.Column("is_solved", sa.Boolean(), nullable=False),
        sa.Column("exercise_version", sa.Integer(), nullable=False),
        sa.Column("students", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_exercise_id"],
            ["assignment_exercises.id"],
            name=op.f("fk_score_counts_assignment_exercise_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_counts")),
        sa.UniqueConstraint(
            "assignment_exercise_id",
            "points",
            "is_stuck",
            "is_solved",
            "exercise_version",
            name="uq_score_counts_key",
        ),
    )
    op.execute(
        "UPDATE scores SET is_stuck = (1 = 1) WHERE attempts >= 4 AND coalesce(raw_points, 0) < "
        "(SELECT max_points FROM assignment_exercises AS e WHERE e.id = scores.assignment_exercise_id)"
    )
    op.execute(
        "INSERT INTO score_counts "
        "(assignment_exercise_id, points, is_stuck, is_solved, exercise_version, students) "
        "SELECT s.assignment_exercise_id, s.points, s.is_stuck, s.solved_at IS NOT NULL, "
        "coalesce(s.exercise_version, 0), count(*) FROM scores AS s "
        "JOIN assignment_exercises AS e ON e.id = s.assignment_exercise_id "
        "JOIN assignments AS a ON a.id = e.assignment_id "
        "JOIN enrollments AS n ON n.user_id = s.user_id AND n.course_id = a.course_id "
        "WHERE n.role = 'student' AND n.dropped_at IS NULL AND s.points IS NOT NULL "
        "GROUP BY s.assignment_exercise_id, s.points, s.is_stuck, s.solved_at IS NOT NULL, "
        "coalesce(s.exercise_version, 0)"
    )


def downgrade() -> None:
    op.drop_table("score_counts")
    for name in FEW:
        op.drop_index(f"ix_scores_{name}", table_name="scores")
    op.drop_column("scores", "is_stuck")
