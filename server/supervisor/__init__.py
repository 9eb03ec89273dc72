"""The embedded platform: one process that starts broker, web, worker and reconciler, and ends them all."""
