"""Grade queued submissions reliably: claims, leases, retries, the worker process and the reconciler."""
