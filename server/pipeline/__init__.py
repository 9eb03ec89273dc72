"""How a submission becomes a grading whatever dies: jobs, claims, leases, the worker and the reconciler."""
