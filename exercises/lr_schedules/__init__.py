"""The exercise ``lr_schedules``: a folder that proves itself."""
