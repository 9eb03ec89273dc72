"""How a submission becomes a grading whatever dies: claims, leases, retries, the worker and the reconciler."""
