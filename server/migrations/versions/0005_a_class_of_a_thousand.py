"""A class of a thousand: sections, extensions, overrides, comments, regrade sets, counts.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('regrade_sets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('which', sa.Enum('counting', 'best', 'last', 'all', name='which', native_enum=False, length=20), nullable=False),
    sa.Column('state', sa.Enum('grading', 'applied', 'cancelled', 'undone', name='setstate', native_enum=False, length=20), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['course_id'], ['courses.id'], name=op.f('fk_regrade_sets_course_id')),
    sa.ForeignKeyConstraint(['created_by'], ['users.id'], name=op.f('fk_regrade_sets_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_regrade_sets'))
    )
    op.create_index('ix_regrade_sets_course_id', 'regrade_sets', ['course_id'], unique=False)

    op.create_table('regrade_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('set_id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('old_grading_id', sa.Integer(), nullable=True),
    sa.Column('new_grading_id', sa.Integer(), nullable=True),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['set_id'], ['regrade_sets.id'], name=op.f('fk_regrade_items_set_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['submissions.id'], name=op.f('fk_regrade_items_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_regrade_items')),
    sa.UniqueConstraint('set_id', 'submission_id', name=op.f('uq_regrade_items_set_id_submission_id'))
    )
    op.create_index('ix_regrade_items_submission_id', 'regrade_items', ['submission_id'], unique=False)

    op.create_table('sections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['courses.id'], name=op.f('fk_sections_course_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sections')),
    sa.UniqueConstraint('course_id', 'name', name=op.f('uq_sections_course_id_name'))
    )
    op.create_table('extensions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('section_id', sa.Integer(), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('granted_by', sa.Integer(), nullable=True),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(user_id IS NULL) <> (section_id IS NULL)', name=op.f('ck_extensions_student_or_section')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignments.id'], name=op.f('fk_extensions_assignment_id')),
    sa.ForeignKeyConstraint(['granted_by'], ['users.id'], name=op.f('fk_extensions_granted_by')),
    sa.ForeignKeyConstraint(['section_id'], ['sections.id'], name=op.f('fk_extensions_section_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_extensions_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extensions'))
    )
    op.create_index('ix_extensions_assignment', 'extensions', ['assignment_id', 'user_id', 'section_id'], unique=False)

    op.create_table('invitations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('student', 'assistant', 'instructor', name='role', native_enum=False, length=20), nullable=False),
    sa.Column('section_id', sa.Integer(), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['course_id'], ['courses.id'], name=op.f('fk_invitations_course_id')),
    sa.ForeignKeyConstraint(['created_by'], ['users.id'], name=op.f('fk_invitations_created_by')),
    sa.ForeignKeyConstraint(['section_id'], ['sections.id'], name=op.f('fk_invitations_section_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitations_token_hash'))
    )
    op.create_index('ix_invitations_course_id', 'invitations', ['course_id'], unique=False)

    op.create_table('check_counts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_exercise_id', sa.Integer(), nullable=False),
    sa.Column('check_id', sa.String(length=120), nullable=False),
    sa.Column('stage', sa.String(length=20), nullable=False),
    sa.Column('ran', sa.Integer(), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_exercise_id'], ['assignment_exercises.id'], name=op.f('fk_check_counts_assignment_exercise_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_counts')),
    sa.UniqueConstraint('assignment_exercise_id', 'check_id', name=op.f('uq_check_counts_assignment_exercise_id_check_id'))
    )
    op.create_table('line_comments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_line_comments_author_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['submissions.id'], name=op.f('fk_line_comments_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_line_comments'))
    )
    op.create_index('ix_line_comments_submission_id', 'line_comments', ['submission_id'], unique=False)

    op.create_table('mistake_counts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_exercise_id', sa.Integer(), nullable=False),
    sa.Column('mistake_id', sa.String(length=120), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_exercise_id'], ['assignment_exercises.id'], name=op.f('fk_mistake_counts_assignment_exercise_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['submissions.id'], name=op.f('fk_mistake_counts_submission_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_mistake_counts_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mistake_counts')),
    sa.UniqueConstraint('assignment_exercise_id', 'mistake_id', 'user_id', name=op.f('uq_mistake_counts_assignment_exercise_id_mistake_id_user_id'))
    )
    op.create_table('overrides',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('score_id', sa.Integer(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['users.id'], name=op.f('fk_overrides_actor_id')),
    sa.ForeignKeyConstraint(['score_id'], ['scores.id'], name=op.f('fk_overrides_score_id')),
    sa.ForeignKeyConstraint(['undone_by'], ['users.id'], name=op.f('fk_overrides_undone_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_overrides'))
    )
    op.create_index('ix_overrides_score_id', 'overrides', ['score_id'], unique=False)

    op.add_column('assignments', sa.Column('weight', sa.Integer(), nullable=True))
    op.add_column('assignments', sa.Column('late_policy', sa.Enum('none', 'percent', 'grace', name='latepolicy', native_enum=False, length=20), server_default='none', nullable=False))
    op.add_column('assignments', sa.Column('late_percent', sa.Integer(), server_default='10', nullable=False))
    op.add_column('assignments', sa.Column('late_cap', sa.Integer(), server_default='100', nullable=False))
    op.add_column('assignments', sa.Column('attempt_policy', sa.Enum('best', 'last', name='attemptpolicy', native_enum=False, length=20), server_default='best', nullable=False))
    op.add_column('assignments', sa.Column('attempt_limit', sa.Integer(), nullable=True))
    op.add_column('assignments', sa.Column('cooldown_s', sa.Integer(), nullable=True))
    op.add_column('assignments', sa.Column('feedback', sa.Enum('now', 'after_due', 'never', name='feedbacktime', native_enum=False, length=20), server_default='now', nullable=False))
    op.add_column('assignments', sa.Column('help_steps', sa.Integer(), nullable=True))

    op.add_column(
        'audit_events',
        sa.Column('course_id', sa.Integer(), sa.ForeignKey('courses.id', name='fk_audit_events_course_id'), nullable=True),
        inline_references=True,
    )
    op.create_index('ix_audit_events_course_id', 'audit_events', ['course_id'], unique=False)

    op.add_column('courses', sa.Column('term', sa.String(length=60), server_default='', nullable=False))
    op.add_column('courses', sa.Column('join_code', sa.String(length=16), nullable=True))
    op.create_index('ix_courses_join_code', 'courses', ['join_code'], unique=True)
    op.add_column('courses', sa.Column('grace_days', sa.Integer(), server_default='0', nullable=False))

    op.add_column(
        'enrollments',
        sa.Column('section_id', sa.Integer(), sa.ForeignKey('sections.id', name='fk_enrollments_section_id'), nullable=True),
        inline_references=True,
    )
    op.add_column('enrollments', sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('enrollments', sa.Column('total_points', sa.Integer(), server_default='0', nullable=False))
    op.add_column('enrollments', sa.Column('total_share', sa.Integer(), server_default='0', nullable=False))
    op.create_index('ix_enrollments_course_total', 'enrollments', ['course_id', 'role', 'total_share'], unique=False)
    op.create_index('ix_enrollments_section_id', 'enrollments', ['section_id'], unique=False)

    op.add_column('gradings', sa.Column('exercise_version', sa.Integer(), server_default='1', nullable=False))

    op.add_column(
        'jobs',
        sa.Column('regrade_item_id', sa.Integer(), sa.ForeignKey('regrade_items.id', name='fk_jobs_regrade_item_id'), nullable=True),
        inline_references=True,
    )
    op.create_index('ix_jobs_regrade_item_id', 'jobs', ['regrade_item_id'], unique=False)

    op.add_column('scores', sa.Column('raw_points', sa.Integer(), nullable=True))
    op.add_column('scores', sa.Column('late_days', sa.Integer(), server_default='0', nullable=False))
    op.add_column('scores', sa.Column('grace_days', sa.Integer(), server_default='0', nullable=False))
    op.add_column('scores', sa.Column('penalty_percent', sa.Integer(), server_default='0', nullable=False))
    op.add_column('scores', sa.Column('override_points', sa.Integer(), nullable=True))
    op.add_column('scores', sa.Column('is_excused', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('scores', sa.Column('exercise_version', sa.Integer(), nullable=True))
    op.add_column('scores', sa.Column('regraded_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('scores', sa.Column('first_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('scores', sa.Column('solved_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('scores', sa.Column('solved_after', sa.Integer(), nullable=True))
    op.drop_index('ix_scores_assignment_exercise_id', table_name='scores')
    op.create_index('ix_scores_exercise_points', 'scores', ['assignment_exercise_id', 'points', 'user_id'], unique=False)

    op.create_index('ix_submissions_open', 'submissions', ['assignment_exercise_id', 'user_id'], unique=False, postgresql_where=sa.text("state IN ('queued', 'running', 'error')"), sqlite_where=sa.text("state IN ('queued', 'running', 'error')"))

    op.add_column('users', sa.Column('is_admin', sa.Boolean(), server_default=sa.false(), nullable=False))

    fill()


def fill() -> None:
    """Fill the new columns of existing rows."""
    op.execute('UPDATE scores SET raw_points = points')
    op.execute("""
        UPDATE enrollments SET total_points = coalesce((
            SELECT sum(s.points) FROM scores s
            JOIN assignment_exercises e ON e.id = s.assignment_exercise_id
            JOIN assignments a ON a.id = e.assignment_id
            WHERE a.course_id = enrollments.course_id AND s.user_id = enrollments.user_id
        ), 0)
    """)
    op.execute("""
        UPDATE enrollments SET total_share = coalesce((
            SELECT round(enrollments.total_points * 10000.0 / nullif(sum(e.max_points), 0))
            FROM assignment_exercises e JOIN assignments a ON a.id = e.assignment_id
            WHERE a.course_id = enrollments.course_id
        ), 0)
    """)


def downgrade() -> None:
    op.drop_column('users', 'is_admin')

    op.drop_index('ix_submissions_open', table_name='submissions')

    op.drop_index('ix_scores_exercise_points', table_name='scores')
    op.create_index('ix_scores_assignment_exercise_id', 'scores', ['assignment_exercise_id'], unique=False)
    op.drop_column('scores', 'solved_after')
    op.drop_column('scores', 'solved_at')
    op.drop_column('scores', 'first_at')
    op.drop_column('scores', 'regraded_at')
    op.drop_column('scores', 'exercise_version')
    op.drop_column('scores', 'is_excused')
    op.drop_column('scores', 'override_points')
    op.drop_column('scores', 'penalty_percent')
    op.drop_column('scores', 'grace_days')
    op.drop_column('scores', 'late_days')
    op.drop_column('scores', 'raw_points')

    op.drop_index('ix_jobs_regrade_item_id', table_name='jobs')
    op.drop_column('jobs', 'regrade_item_id')

    op.drop_column('gradings', 'exercise_version')

    op.drop_index('ix_enrollments_section_id', table_name='enrollments')
    op.drop_index('ix_enrollments_course_total', table_name='enrollments')
    op.drop_column('enrollments', 'total_share')
    op.drop_column('enrollments', 'total_points')
    op.drop_column('enrollments', 'dropped_at')
    op.drop_column('enrollments', 'section_id')

    op.drop_index('ix_courses_join_code', table_name='courses')
    op.drop_column('courses', 'grace_days')
    op.drop_column('courses', 'join_code')
    op.drop_column('courses', 'term')

    op.drop_index('ix_audit_events_course_id', table_name='audit_events')
    op.drop_column('audit_events', 'course_id')

    op.drop_column('assignments', 'help_steps')
    op.drop_column('assignments', 'feedback')
    op.drop_column('assignments', 'cooldown_s')
    op.drop_column('assignments', 'attempt_limit')
    op.drop_column('assignments', 'attempt_policy')
    op.drop_column('assignments', 'late_cap')
    op.drop_column('assignments', 'late_percent')
    op.drop_column('assignments', 'late_policy')
    op.drop_column('assignments', 'weight')

    op.drop_index('ix_overrides_score_id', table_name='overrides')

    op.drop_table('overrides')
    op.drop_table('mistake_counts')
    op.drop_index('ix_line_comments_submission_id', table_name='line_comments')

    op.drop_table('line_comments')
    op.drop_table('check_counts')
    op.drop_index('ix_invitations_course_id', table_name='invitations')

    op.drop_table('invitations')
    op.drop_index('ix_extensions_assignment', table_name='extensions')

    op.drop_table('extensions')
    op.drop_table('sections')
    op.drop_index('ix_regrade_sets_course_id', table_name='regrade_sets')

    op.drop_index('ix_regrade_items_submission_id', table_name='regrade_items')

    op.drop_table('regrade_items')
    op.drop_table('regrade_sets')
