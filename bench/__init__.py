"""What the platform does in how much time, side by side in one run."""
