"""Run the embedded platform: one process that starts and stops broker, web server, worker and reconciler."""
