"""How a submission is judged: sandbox, checks, diagnosis, report and the ``grader`` command line."""
