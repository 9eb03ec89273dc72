"""Points in hundredths, so that they may have two decimals; which scores are solved.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

POINTS = {
    "assignment_exercises": ["max_points"],
    "enrollments": ["total_points"],
    "overrides": ["points"],
    "score_changes": ["from_points", "to_points"],
    "scores": ["points", "raw_points", "override_points"],
}


def upgrade() -> None:
    for table, columns in POINTS.items():
        changes = ", ".join(f"{column} = 100 * {column}" for column in columns)
        op.execute(f"UPDATE {table} SET {changes}")
    op.add_column("scores", sa.Column("is_solved", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(
        "UPDATE scores SET is_solved = (1 = 1) WHERE solved_at IS NOT NULL OR override_points >= "
        "(SELECT max_points FROM assignment_exercises AS e WHERE e.id = scores.assignment_exercise_id)"
    )
    op.execute("UPDATE scores SET is_stuck = (1 = 0) WHERE is_solved")
    count_scores("s.is_solved")


def downgrade() -> None:
    op.drop_column("scores", "is_solved")
    for table, columns in POINTS.items():
        changes = ", ".join(f"{column} = ({column} + 50) / 100" for column in columns)  # halves up
        op.execute(f"UPDATE {table} SET {changes}")
    count_scores("s.solved_at IS NOT NULL")


def count_scores(is_solved: str) -> None:
    """Count the scores of each class again, as `server.scores.counts.rebuild` does."""
    op.execute("DELETE FROM score_counts")
    op.execute(
        "INSERT INTO score_counts "
        "(assignment_exercise_id, points, is_stuck, is_solved, exercise_version, students) "
        f"SELECT s.assignment_exercise_id, s.points, s.is_stuck, {is_solved}, "
        "coalesce(s.exercise_version, 0), count(*) FROM scores AS s "
        "JOIN assignment_exercises AS e ON e.id = s.assignment_exercise_id "
        "JOIN assignments AS a ON a.id = e.assignment_id "
        "JOIN enrollments AS n ON n.user_id = s.user_id AND n.course_id = a.course_id "
        "WHERE n.role = 'student' AND n.dropped_at IS NULL AND s.points IS NOT NULL "
        f"GROUP BY s.assignment_exercise_id, s.points, s.is_stuck, {is_solved}, coalesce(s.exercise_version, 0)"
    )
